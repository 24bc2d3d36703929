import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { overlaps, rangeOf } from '../address-range.ts'
import { askList } from './answer.ts'
import { hostsOf, type KnownHost } from './hosts.ts'
import { ipAddresses } from './ip-addresses.ts'
import { ipranges } from './ipranges.ts'
import { machines } from './machines.ts'
import { type Looked, lookedAt, type Squatter, squattersIn } from './squatters.ts'
import { subnets } from './subnets.ts'
import { type VipBlock, vipBlocksOf } from './vip-blocks.ts'

export type { AddressRange } from '../address-range.ts'
export type { KnownHost } from './hosts.ts'
export type { Machine } from './machines.ts'
export type { Looked, Squatter } from './squatters.ts'
export type { VipBlock } from './vip-blocks.ts'

/** Never asks `maas list` or `whoami`: the first prints API keys, and neither says more than the site file does (DOCFIX-016, DOCFIX-017). */
export interface Maas {
  /** Every host of the site's list. */
  hosts(): Promise<readonly KnownHost[]>
  /** One block for each network in the site file that has VIPs. Empty when no network has any. */
  vipBlocks(): Promise<readonly VipBlock[]>
  /** The subnets that MAAS has in the site's networks, and MAAS's records of addresses that the site file plans for a host, a service or a VIP. */
  squatters(): Promise<{ readonly looked: readonly Looked[]; readonly onPlanned: readonly Squatter[] }>
}

export function createMaas(ask: Ask, site: Site): Maas {
  const ofSite = () => {
    if (site.maas) return site.maas
    throw new CouldNotLook('credential', 'site maas', `site ${site.name} does not say which hosts it has in MAAS`, {
      remedy: 'add maas.hosts to the site file',
    })
  }
  const command = () => ofSite().command ?? 'maas'
  const allMachines = () => askList(ask, machines(command(), ofSite().profile))
  const allSubnets = () => askList(ask, subnets(command(), ofSite().profile))
  const recordsOf = (id: number) => askList(ask, ipAddresses(command(), ofSite().profile, id))

  return {
    hosts: async () => hostsOf(ofSite(), await allMachines()),
    vipBlocks: async () => {
      const [all, ranges] = await Promise.all([allSubnets(), askList(ask, ipranges(command(), ofSite().profile))])
      return vipBlocksOf(site, all, ranges)
    },
    squatters: async () => {
      const [all, ofMachines] = await Promise.all([allSubnets(), allMachines()])
      const networks = Object.values(site.networks).map(({ cidr }) => rangeOf(cidr))
      const ours = all.filter((subnet) => networks.some((network) => overlaps(network, rangeOf(subnet.cidr))))
      const occupied = await Promise.all(ours.map(async (subnet) => ({ subnet, records: await recordsOf(subnet.id) })))
      return { looked: lookedAt(site, occupied, ofMachines), onPlanned: squattersIn(site, occupied, hostsOf(ofSite(), ofMachines)) }
    },
  }
}
