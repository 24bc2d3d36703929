import type { Site } from '../../../phase/site.ts'
import { type AddressRange, holds, overlaps, rangeOf } from '../../address-range.ts'
import type { Vip } from '../../juju/addresses.ts'
import { isInAnotherVlan, type ProviderSubnet } from './provider-subnets.ts'

/** A block of addresses that the site's VIPs come from. */
export interface VipBlock extends AddressRange {
  /** `provider` */
  readonly network: string
  /** `10.12.4.0/22` */
  readonly cidr: string
  /** The VLAN of the network, as the site file gives it. 0: untagged. Absent when the site file gives none. */
  readonly vlanId?: number
}

export interface VipPools {
  readonly blocks: readonly VipBlock[]
  /**
   * Subnets whose CIDR overlaps the CIDR of a site network. A tenant's subnet in another VLAN than that network does not count. Only site networks
   * with VIPs count.
   */
  readonly subnets: readonly ProviderSubnet[]
  /** Subnets whose gateway, as set in Neutron, is an address of a VIP block. */
  readonly gateways: readonly { readonly subnet: ProviderSubnet; readonly block: VipBlock }[]
  readonly overlaps: readonly { readonly subnet: ProviderSubnet; readonly pool: AddressRange; readonly block: VipBlock }[]
}

/** The blocks of addresses that the site's VIPs come from. A VIP in use that lies in none of them is a block of its own. */
export function vipBlocks(site: Pick<Site, 'networks'>, inUse: readonly Vip[]): readonly VipBlock[] {
  const planned = Object.entries(site.networks).flatMap(([network, { cidr, vips, vlanId }]) =>
    vips ? [{ network, cidr, ...vips, ...vlanOf(vlanId) }] : [],
  )
  const others = inUse
    .filter(({ address }) => !planned.some((block) => holds(block, address)))
    .map(({ address, network, application }) => ({
      network: network === undefined ? application : `${network}, in use by ${application}`,
      cidr: (network === undefined ? undefined : site.networks[network]?.cidr) ?? `${address}/${address.includes(':') ? 128 : 32}`,
      from: address,
      to: address,
      ...vlanOf(network === undefined ? undefined : site.networks[network]?.vlanId),
    }))
  return [...planned, ...others]
}

function vlanOf(vlanId: number | undefined): Pick<VipBlock, 'vlanId'> {
  return vlanId === undefined ? {} : { vlanId }
}

export function vipPools(provider: readonly ProviderSubnet[], blocks: readonly VipBlock[]): VipPools {
  const near = ({ network }: ProviderSubnet) => blocks.filter((block) => !isInAnotherVlan(network, block))
  const subnets = provider.filter((subnet) => near(subnet).some((block) => overlaps(rangeOf(block.cidr), rangeOf(subnet.cidr))))
  const meeting = subnets.flatMap((subnet) =>
    subnet.pools.flatMap((pool) => near(subnet).flatMap((block) => (overlaps(pool, block) ? [{ subnet, pool, block }] : []))),
  )
  const gateways = subnets.flatMap((subnet) =>
    near(subnet).flatMap((block) => (subnet.gateway !== undefined && holds(block, subnet.gateway) ? [{ subnet, block }] : [])),
  )
  return { blocks, subnets, gateways, overlaps: meeting }
}
