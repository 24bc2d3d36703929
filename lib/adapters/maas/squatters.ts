import type { Site } from '../../phase/site.ts'
import { holds, overlaps, rangeOf } from '../address-range.ts'
import type { Heard } from '../heard.ts'
import { addressOf } from '../juju/networks.ts'
import type { KnownHost } from './hosts.ts'
import type { AddressRecord } from './ip-addresses.ts'
import type { Machine } from './machines.ts'
import type { Subnet } from './subnets.ts'

/** The addresses that MAAS lists as in use on one of its subnets. */
export interface Occupied {
  readonly subnet: Subnet
  readonly records: readonly AddressRecord[]
}

/** A record that MAAS has of an address which the site file plans for a host, a service or a VIP. */
export interface Squatter {
  readonly address: string
  /** What the site plans the address for: `openstack2` for a host, `keystone` for Keystone, `a VIP of provider` for a VIP of the network provider. */
  readonly plannedFor: string
  /** Whether the address is a VIP. A VIP belongs to no machine in MAAS, because the cluster of its service (hacluster) sets it up. */
  readonly isVip: boolean
  /** How MAAS came to have a record of the address. Only a record that is `discovered` is a squatter. */
  readonly allocation: Heard
  /** The machine that the record names: `openstack2 (h8frng)`, or only `h8frng` when it has no host name. Absent when it names none. */
  readonly heldBy?: string
  /** The command that removes a discovered record. Absent unless the record belongs to the very host that the address is planned for. */
  readonly release?: string
}

/** A network of the site and the subnets that MAAS has in it. */
export interface Looked {
  readonly network: string
  readonly subnets: readonly string[]
  /** MAAS may list no address record at all for a subnet. These are the addresses that machines have on such subnets. Empty when there are none. */
  readonly missing: readonly string[]
}

export function squattersIn(site: Site, occupied: readonly Occupied[], hosts: readonly KnownHost[]): readonly Squatter[] {
  return occupied
    .flatMap(({ records }) => records)
    .flatMap((record) => {
      const { address, node } = record
      const owner = plannedOwner(site, hosts, address)
      if (!owner) return []
      const isSameHost = node !== undefined && owner.systemId === node.systemId
      return {
        address,
        plannedFor: owner.name,
        isVip: owner.isVip,
        allocation: record.allocation,
        ...(node ? { heldBy: node.hostname === '' ? node.systemId : `${node.hostname} (${node.systemId})` } : {}),
        ...(isSameHost ? { release: `maas ${site.maas?.profile} ipaddresses release ip=${address} force=true discovered=true` } : {}),
      }
    })
}

/**
 * The owner that the site plans an address for. `systemId`: the owner's id in MAAS, which alone identifies a machine. Absent when the owner is not a
 * host, or when neither the site file nor MAAS gives an id.
 */
function plannedOwner(
  site: Site,
  hosts: readonly KnownHost[],
  address: string,
): { readonly name: string; readonly isVip: boolean; readonly systemId?: string } | undefined {
  const same = (text: string) => addressOf(text) === address
  const host = Object.entries(site.maas?.addresses ?? {}).find(([, addresses]) => addresses.some(same))?.[0]
  const fixed = Object.entries(site.hosts).find(([, text]) => same(text))?.[0]
  const name = host ?? fixed
  if (name !== undefined) {
    const systemId = hosts.find((one) => one.name === name)?.systemId
    return { name, isVip: false, ...(systemId === undefined ? {} : { systemId }) }
  }
  const network = Object.entries(site.networks).find(([, { vips }]) => vips && holds(vips, address))?.[0]
  // A Keystone without hacluster is reached at the address of its own container, which MAAS has rightly assigned.
  if (same(site.keystone.address)) return { name: 'keystone', isVip: network !== undefined }
  return network === undefined ? undefined : { name: `a VIP of ${network}`, isVip: true }
}

/**
 * Shows whether MAAS can have listed all addresses in use. If machines have addresses on a subnet for which MAAS lists no record, the list is not
 * complete.
 */
export function lookedAt(site: Site, occupied: readonly Occupied[], machines: readonly Machine[]): readonly Looked[] {
  const addresses = machines.flatMap((machine) => machine.addresses)
  return Object.entries(site.networks).map(([network, { cidr }]) => {
    const inside = occupied.filter(({ subnet }) => overlaps(rangeOf(subnet.cidr), rangeOf(cidr)))
    const missing = inside.flatMap(({ subnet, records }) =>
      records.length > 0 ? [] : addresses.filter((address) => holds(rangeOf(subnet.cidr), address)),
    )
    return { network, subnets: inside.map(({ subnet }) => subnet.cidr), missing }
  })
}
