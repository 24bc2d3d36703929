import type { Site } from '../../phase/site.ts'
import { type AddressRange, gapsIn, overlaps, rangeOf } from '../address-range.ts'
import type { IpRange } from './ipranges.ts'
import type { Subnet } from './subnets.ts'

/** The VIPs and the floating IPs of a network, and what MAAS and Neutron may do with their addresses. */
export interface VipBlock {
  /** `provider` */
  readonly network: string
  /** Absent for a network that has only floating IPs. */
  readonly vips?: AddressRange
  /**
   * MAAS' subnets that share addresses with the VIPs. For a network without VIPs, the subnets that share addresses with its pools. Empty when MAAS
   * has no such subnet.
   */
  readonly subnets: readonly Subnet[]
  /**
   * Addresses on managed subnets that MAAS may give away, although they are VIPs or in the range that the site
   * reserves.
   */
  readonly unreserved: readonly AddressRange[]
  /**
   * Addresses on managed subnets that MAAS may give away, although they are in a pool from which Neutron takes floating
   * IPs.
   */
  readonly unreservedPools: readonly AddressRange[]
  /**
   * Dynamic ranges that contain VIPs. On unmanaged subnets, also dynamic ranges that contain addresses of a pool. On managed subnets,
   * `unreservedPools` covers the addresses of pools.
   */
  readonly dynamic: readonly Giving[]
  /**
   * Reserved ranges that contain VIPs or addresses of a pool and are on unmanaged subnets. On an unmanaged subnet, MAAS gives out addresses from
   * reserved ranges only, so it may give out these addresses.
   */
  readonly inverted: readonly Giving[]
  readonly neutronPools: readonly AddressRange[]
}

/** A range from which MAAS may give away addresses that are planned for something else. */
export interface Giving extends IpRange {
  readonly holds: 'VIPs' | 'floating IPs'
}

/** One block for each network in the site file that has `vips` or `neutronPools`. */
export function vipBlocksOf(site: Site, subnets: readonly Subnet[], ranges: readonly IpRange[]): readonly VipBlock[] {
  return Object.entries(site.networks).flatMap(([network, { vips, reserved, neutronPools }]) => {
    if (!vips && neutronPools.length === 0) return []
    const sharing = (blocks: readonly AddressRange[]) =>
      subnets.filter((subnet) => blocks.some((block) => overlaps(rangeOf(subnet.cidr), block)))
    const ofType = (type: IpRange['type'], of: readonly Subnet[]) =>
      ranges.filter((range) => range.type === type && of.some((subnet) => subnet.id === range.subnetId))
    const block = vips ? [vips] : []
    const [own, ofPools] = [sharing(block), sharing(neutronPools)]
    const managed = own.filter((subnet) => subnet.managed)
    const unmanaged = own.filter((subnet) => !subnet.managed)
    const unmanagedOfPools = ofPools.filter((subnet) => !subnet.managed)
    const wanted = reserved && vips ? [reserved, ...gapsIn(vips, [reserved])] : block
    return {
      network,
      ...(vips ? { vips } : {}),
      subnets: vips ? own : ofPools,
      unreserved: managed.length === 0 ? [] : wanted.flatMap((one) => gapsIn(one, ofType('reserved', managed))),
      unreservedPools: ofPools
        .filter((subnet) => subnet.managed)
        .flatMap((subnet) =>
          neutronPools.flatMap((pool) => partIn(pool, subnet)).flatMap((part) => gapsIn(part, ofType('reserved', [subnet]))),
        ),
      dynamic: [
        ...giving(ofType('dynamic', own), 'VIPs', block),
        ...giving(ofType('dynamic', unmanagedOfPools), 'floating IPs', neutronPools),
      ],
      inverted: [
        ...giving(ofType('reserved', unmanaged), 'VIPs', block),
        ...giving(ofType('reserved', unmanagedOfPools), 'floating IPs', neutronPools),
      ],
      neutronPools: neutronPools.filter((pool) => block.some((one) => overlaps(pool, one))),
    }
  })
}

/** The addresses of a pool that are on a subnet: MAAS gives away no others. Empty when there are none. */
function partIn(pool: AddressRange, { cidr }: Subnet): readonly AddressRange[] {
  return gapsIn(pool, gapsIn(pool, [rangeOf(cidr)]))
}

function giving(ranges: readonly IpRange[], what: Giving['holds'], planned: readonly AddressRange[]): readonly Giving[] {
  return ranges.filter((range) => planned.some((one) => overlaps(range, one))).map((range) => ({ ...range, holds: what }))
}
