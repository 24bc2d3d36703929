import type { Site } from '../../phase/site.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { NotUnderstood } from '../command.ts'
import { isCalled } from '../heard.ts'
import type { Unit } from '../unit.ts'
import { isLost, type Machine, type UnitStatus } from './entities.ts'
import { addressOf } from './networks.ts'
import type { JujuStatus } from './status.ts'
import { wayTo } from './way-to-unit.ts'

/**
 * `running`: units whose haproxy has servers, which only the units know. `of`: units of an application or of a charm.
 * `machines`: no units, but the machines that containers are on, called `machine/0`.
 */
export type UnitSelector = { readonly running: 'haproxy' } | KnownSelector

/** What Juju's status alone can answer. `principals`: every unit that is not a subordinate. */
export type KnownSelector = { readonly principals: 'all' } | { readonly of: string } | { readonly machines: 'hosts' }

/** The principal units that a selector means, in Juju's order. Empty when it means none. */
export function unitTargets(status: JujuStatus, site: Site, selector: KnownSelector): readonly Unit[] {
  if ('machines' in selector)
    return status.machines.filter((machine) => machine.parent === undefined).map((one) => target(asUnit(one), site))
  const unknown = status.applications.find((one) => one.statusError !== undefined && mayMean(selector, one.name))
  if (unknown) throw new NotUnderstood(`cannot tell about application ${unknown.name}: ${unknown.statusError}`)
  const addressesOf = new Map(status.machines.map(({ id, addresses }) => [id, addresses]))
  return status.units
    .filter((unit) => unit.principal === undefined && means(selector, unit))
    .map((unit) => target({ ...unit, isLost: isLost(unit), addresses: addressesOf.get(unit.machine ?? '') ?? [] }, site))
}

function asUnit({ id, dnsName, addresses, agentStatus, statusError }: Machine): Reachable {
  return {
    addresses,
    name: `machine/${id}`,
    application: 'machine',
    ...(dnsName === undefined ? {} : { primaryAddress: dnsName }),
    isLost: agentStatus !== undefined && isCalled(agentStatus.state, 'down'),
    ...(statusError === undefined ? {} : { statusError }),
  }
}

interface Reachable extends Pick<UnitStatus, 'name' | 'application' | 'primaryAddress' | 'statusError'> {
  readonly isLost: boolean
  /** All that its machine has, VIPs that it holds among them. */
  readonly addresses: readonly string[]
}

type OfUnits = Exclude<KnownSelector, { readonly machines: 'hosts' }>

function means(selector: OfUnits, { application, charm }: UnitStatus): boolean {
  return !('of' in selector) || application === selector.of || charm === selector.of
}

/** An application Juju cannot tell about has no charm to go by: only its own name can rule it out. */
function mayMean(selector: OfUnits, application: string): boolean {
  return !('of' in selector) || application === selector.of || application.startsWith(`${selector.of}-`)
}

/** What a remote says is not trusted: only an address of the site's own networks is ever connected to. */
function target(unit: Reachable, site: Site): Unit {
  const identity = { name: unit.name, application: unit.application, lost: unit.isLost }
  const way = wayTo(unit, site)
  if ('address' in way) return { ...identity, address: way.address }
  return {
    ...identity,
    refused: new CouldNotLook('not-understood', `address ${unit.name}`, whyRefused(unit, way.why), {
      remedy: way.remedy ?? `juju show-${unit.name.startsWith('machine/') ? unit.name.replace('/', ' ') : `unit ${unit.name}`}`,
    }),
  }
}

function whyRefused({ name, primaryAddress, statusError }: Reachable, why: string): string {
  if (statusError !== undefined) return `Juju cannot tell about ${name}: ${statusError}`
  if (primaryAddress === undefined) return `Juju knows no address of ${name}`
  if (addressOf(primaryAddress) === undefined)
    return `Juju says that ${name} is at ${JSON.stringify(primaryAddress)}, which is not an IP address`
  return `Juju says that ${name} is at ${why}: not asked`
}
