import { CouldNotLook } from '../../../transport/could-not-look.ts'
import type { Network } from './networks.ts'
import type { Subnet } from './subnets.ts'

/** A subnet of a network on which there can also be machines outside the cloud, with addresses that Neutron does not know. */
export interface ProviderSubnet extends Subnet {
  readonly network: Network
}

/** Leaves out tenants' overlays: an overlay may use any address, even a VIP's, without a conflict. */
export function onProviderNetworks(subnets: readonly Subnet[], networks: readonly Network[]): readonly ProviderSubnet[] {
  const byId = new Map(networks.map((network) => [network.id, network]))
  return subnets
    .map((subnet) => ({ ...subnet, network: byId.get(subnet.networkId) ?? unlisted(subnet) }))
    .filter(({ network }) => isShared(network))
}

/** Whether machines outside the cloud can be on this network too. */
export function isShared({ isExternal, physicalNetwork }: Network): boolean {
  return isExternal || physicalNetwork !== undefined
}

/**
 * Whether a tenant's network lies in another VLAN than a network of the site, so that equal addresses never meet. False where the site's network is
 * untagged, and where the VLAN of either network is not known. False also for an external network, because routers make its addresses reachable from
 * other networks.
 */
export function isInAnotherVlan({ isExternal, vlanIds }: Network, { vlanId = 0 }: { readonly vlanId?: number }): boolean {
  return !isExternal && vlanId > 0 && vlanIds !== undefined && !vlanIds.includes(vlanId)
}

function unlisted({ name, id, networkId }: Subnet): never {
  throw new CouldNotLook(
    'not-understood',
    'network lists',
    `subnet ${name || id} is on network ${networkId}, which Neutron does not list: ask again`,
  )
}
