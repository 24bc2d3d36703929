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
 * `running`: units whose haproxy has servers. `of`: units of an application or of a charm. `machines`: the machines themselves, named `machine/0`,
 * without their units and containers.
 */
export type UnitSelector = { readonly running: 'haproxy' } | KnownSelector

/** The selectors that Juju's status alone can answer. `principals`: every unit that is not a subordinate. */
export type KnownSelector = { readonly principals: 'all' } | { readonly of: string } | { readonly machines: 'hosts' }

/** The principal units that a selector matches, in Juju's order. Empty when it matches none. */
export function unitTargets(status: JujuStatus, site: Site, selector: KnownSelector): readonly Unit[] {
  if ('machines' in selector)
    return status.machines.filter((machine) => machine.parent === undefined).map((one) => target(asUnit(one), site))
  const unknown = status.applications.find((one) => one.statusError !== undefined && mayMean(selector, one.name))
  if (unknown) throw new NotUnderstood(`Juju cannot report on application ${unknown.name}: ${unknown.statusError}`)
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
  /** All addresses of the unit's machine, including the VIPs that the machine holds. */
  readonly addresses: readonly string[]
}

type OfUnits = Exclude<KnownSelector, { readonly machines: 'hosts' }>

function means(selector: OfUnits, { application, charm }: UnitStatus): boolean {
  return !('of' in selector) || application === selector.of || charm === selector.of
}

/** When Juju cannot report an application, its charm is not known, so only its name can rule it out. */
function mayMean(selector: OfUnits, application: string): boolean {
  return !('of' in selector) || application === selector.of || application.startsWith(`${selector.of}-`)
}

/** An address that a remote machine reports is not trusted: we only ever connect to an address in the site's own networks. */
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

/** `badAddress`: the address, and what is wrong with it, such as `192.0.2.9, which is in none of the site's networks`. */
function whyRefused({ name, primaryAddress, statusError }: Reachable, badAddress: string): string {
  if (statusError !== undefined) return `Juju cannot report on ${name}: ${statusError}`
  if (primaryAddress === undefined) return `Juju knows no address of ${name}`
  if (addressOf(primaryAddress) === undefined)
    return `Juju says that ${name} is at ${JSON.stringify(primaryAddress)}, which is not an IP address`
  return `Juju says that ${name} is at ${badAddress}, so ${name} was not asked`
}
