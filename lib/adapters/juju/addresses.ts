import type { Site } from '../../phase/site.ts'
import { NotUnderstood } from '../command.ts'
import type { JujuConfig } from './config.ts'
import { addressOf, networkOf } from './networks.ts'
import type { JujuStatus } from './status.ts'

export interface Vip {
  readonly application: string
  readonly address: string
  /** The name of the site's network that contains the address, such as `provider`. Absent when no network contains it. */
  readonly network?: string
}

/** An address that a machine or container has. */
export interface Held {
  readonly address: string
  /** `machine 1/lxd/3`; `unit magnum/0` where Juju names no machine. */
  readonly owner: string
  /** `magnum/0` and the like: the units that run on `owner`, subordinates included. When `owner` is a host, the units in its containers are left out. */
  readonly units: readonly string[]
  readonly applications: readonly string[]
  /**
   * True: the address that Juju gives as the machine's or unit's own (dns-name, public-address). False: another of its addresses, such as a VIP it
   * holds.
   */
  readonly primary: boolean
}

export interface Addresses {
  readonly held: readonly Held[]
  /**
   * The machines and units whose addresses cannot all be compared: Juju gives no primary address, or gives something that is not an IP address, such
   * as a host name.
   */
  readonly without: readonly { readonly owner: string; readonly why: string }[]
}

/** The addresses in an application's `vip` setting, which holds one address per network, separated by white space (charm-helpers, ha/utils.py). */
export function vipsIn(application: string, config: JujuConfig, site: Site): readonly Vip[] {
  const value = config.get('vip')?.value ?? ''
  if (typeof value !== 'string') throw new NotUnderstood(`the vip setting of ${application}: wanted a text, got ${JSON.stringify(value)}`)
  const words = value.split(/\s+/).filter((word) => word !== '')
  return words.map((word) => {
    const address = addressOf(word)
    if (address === undefined)
      throw new NotUnderstood(`the vip setting of ${application} holds ${JSON.stringify(word)}, which is not an IP address`)
    const network = networkOf(site, address)
    return { application, address, ...(network === undefined ? {} : { network }) }
  })
}

/** Every address of every machine, container and unit. An address that a machine shares with its unit is listed once. */
export function addressesIn(status: JujuStatus): Addresses {
  const onMachine = Map.groupBy(status.units, (unit) => unit.machine ?? '')
  const machines = status.machines.map((machine) => {
    const units = onMachine.get(machine.id) ?? []
    const primaries = units.flatMap((unit) => unit.primaryAddress ?? [])
    return holder(`machine ${machine.id}`, units, machine, [machine.dnsName ?? [], primaries].flat(), machine.addresses)
  })
  const known = new Set(status.machines.map((machine) => machine.id))
  const homeless = status.units.filter((unit) => !known.has(unit.machine ?? ''))
  const units = homeless.map((unit) => holder(`unit ${unit.name}`, [unit], unit, [unit.primaryAddress ?? []].flat(), []))
  const all = [...machines, ...units]
  return { held: all.flatMap((one) => one.held), without: all.flatMap((one) => one.without) }
}

function holder(
  owner: string,
  on: readonly { readonly name: string; readonly application: string }[],
  entity: { readonly statusError?: string },
  primaries: readonly string[],
  others: readonly string[],
): Addresses {
  const units = on.map((unit) => unit.name)
  const applications = [...new Set(on.map((unit) => unit.application))]
  const own = new Set(primaries.flatMap((text) => addressOf(text) ?? []))
  const extra = new Set(others.flatMap((text) => addressOf(text) ?? []).filter((address) => !own.has(address)))
  const held = (address: string, primary: boolean): Held => ({ address, owner, units, applications, primary })
  const strange = [...new Set([...primaries, ...others])].find((text) => addressOf(text) === undefined)
  return {
    held: [...[...own].map((address) => held(address, true)), ...[...extra].map((address) => held(address, false))],
    without: own.size > 0 && strange === undefined ? [] : [{ owner, why: entity.statusError ?? whyWithout(strange) }],
  }
}

/**
 * Why the addresses of a machine or unit cannot all be compared. Juju may know only the host name of a machine that was added by hand. The other
 * machines are still compared.
 */
function whyWithout(strange: string | undefined): string {
  return strange === undefined
    ? 'Juju knows no primary address of it'
    : `the address that Juju gives is ${JSON.stringify(strange)}, which is not an IP address`
}
