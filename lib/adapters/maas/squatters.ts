import type { Site } from '../../phase/site.ts'
import { holds, overlaps, rangeOf } from '../address-range.ts'
import { addressOf } from '../juju/networks.ts'
import { type AddressRecord, discovered } from './ip-addresses.ts'
import type { Machine } from './machines.ts'
import type { Subnet } from './subnets.ts'

/** What MAAS says is in use on one of its subnets. */
export interface Occupied {
  readonly subnet: Subnet
  readonly records: readonly AddressRecord[]
}

/** A discovered record on an address that the site plans. */
export interface Squatter {
  readonly address: string
  /** Whose the address is to be: `openstack2`, `a VIP of provider` */
  readonly plannedFor: string
  /** `openstack2 (h8frng)`; absent when MAAS does not say whose lease it was. */
  readonly heldBy?: string
  /** The one command that takes the record away. Only when the lease is the very host's the address is planned for. */
  readonly release?: string
}

/** A network of the site and the subnets that MAAS has in it. */
export interface Looked {
  readonly network: string
  readonly subnets: readonly string[]
  /** Addresses that machines have there and that are not among the records. */
  readonly untold: readonly string[]
}

export function squattersIn(site: Site, occupied: readonly Occupied[]): readonly Squatter[] {
  return occupied
    .flatMap(({ records }) => records)
    .filter((record) => record.allocType === discovered)
    .flatMap(({ address, node }) => {
      const owner = plannedOwner(site, address)
      if (!owner) return []
      const isSameHost = node !== undefined && owner.systemId === node.systemId
      return {
        address,
        plannedFor: owner.name,
        ...(node ? { heldBy: node.hostname === '' ? node.systemId : `${node.hostname} (${node.systemId})` } : {}),
        ...(isSameHost ? { release: `maas ${site.maas?.profile} ipaddresses release ip=${address} force=true discovered=true` } : {}),
      }
    })
}

/** Who is to have an address; only hosts of MAAS' own list have an id to tell them by. */
function plannedOwner(site: Site, address: string): { readonly name: string; readonly systemId?: string } | undefined {
  const hosts = site.maas?.hosts ?? {}
  const same = (text: string) => addressOf(text) === address
  const host = Object.entries(site.maas?.addresses ?? {}).find(([, addresses]) => addresses.some(same))?.[0]
  const fixed = Object.entries(site.hosts).find(([, text]) => same(text))?.[0]
  const name = host ?? fixed
  if (name !== undefined) return { name, ...(hosts[name] === undefined ? {} : { systemId: hosts[name] }) }
  if (same(site.keystone.address)) return { name: 'keystone' }
  const network = Object.entries(site.networks).find(([, { vips }]) => vips && holds(vips, address))?.[0]
  return network === undefined ? undefined : { name: `a VIP of ${network}` }
}

/** Whether the records can be all: nothing in use on a subnet on which machines have addresses cannot be. */
export function lookedAt(site: Site, occupied: readonly Occupied[], machines: readonly Machine[]): readonly Looked[] {
  const addresses = machines.flatMap((machine) => machine.addresses)
  return Object.entries(site.networks).map(([network, { cidr }]) => {
    const inside = occupied.filter(({ subnet }) => overlaps(rangeOf(subnet.cidr), rangeOf(cidr)))
    const untold = inside.flatMap(({ subnet, records }) =>
      records.length > 0 ? [] : addresses.filter((address) => holds(rangeOf(subnet.cidr), address)),
    )
    return { network, subnets: inside.map(({ subnet }) => subnet.cidr), untold }
  })
}
