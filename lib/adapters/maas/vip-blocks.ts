import type { Site } from '../../phase/site.ts'
import { type AddressRange, gapsIn, overlaps, rangeOf } from '../address-range.ts'
import type { IpRange } from './ipranges.ts'
import type { Subnet } from './subnets.ts'

/** A block of VIPs, and what MAAS and Neutron may do with its addresses. */
export interface VipBlock {
  /** `provider` */
  readonly network: string
  readonly vips: AddressRange
  /** MAAS' subnets that share addresses with the block; empty when MAAS knows no such network. */
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
  readonly dynamic: readonly IpRange[]
  /**
   * Reserved ranges that contain VIPs and are on unmanaged subnets. On an unmanaged subnet, MAAS gives out addresses from reserved ranges only, so it
   * may give out these VIPs.
   */
  readonly inverted: readonly IpRange[]
  readonly neutronPools: readonly AddressRange[]
}

/** One block for each network in the site file that has `vips`. */
export function vipBlocksOf(site: Site, subnets: readonly Subnet[], ranges: readonly IpRange[]): readonly VipBlock[] {
  return Object.entries(site.networks).flatMap(([network, { vips, reserved, neutronPools }]) => {
    if (!vips) return []
    const own = subnets.filter((subnet) => overlaps(rangeOf(subnet.cidr), vips))
    const managed = own.filter((subnet) => subnet.managed)
    const ofType = (type: IpRange['type'], of: readonly Subnet[]) =>
      ranges.filter((range) => range.type === type && of.some((subnet) => subnet.id === range.subnetId))
    const wanted = reserved ? [reserved, ...gapsIn(vips, [reserved])] : [vips]
    return {
      network,
      vips,
      subnets: own,
      unreserved: managed.length === 0 ? [] : wanted.flatMap((block) => gapsIn(block, ofType('reserved', managed))),
      unreservedPools: managed.length === 0 ? [] : neutronPools.flatMap((pool) => gapsIn(pool, ofType('reserved', managed))),
      dynamic: ofType('dynamic', own).filter((range) => overlaps(range, vips)),
      inverted: ofType(
        'reserved',
        own.filter((subnet) => !subnet.managed),
      ).filter((range) => overlaps(range, vips)),
      neutronPools: neutronPools.filter((pool) => overlaps(pool, vips)),
    }
  })
}
