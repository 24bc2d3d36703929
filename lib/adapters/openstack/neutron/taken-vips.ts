import { holds } from '../../address-range.ts'
import type { Network } from './networks.ts'
import type { Port } from './ports.ts'
import { isInAnotherVlan, isShared } from './provider-subnets.ts'
import type { VipBlock } from './vip-pools.ts'

/** Addresses that Neutron has given to a port or a floating IP although they lie in a VIP block. */
export interface TakenVips {
  /** The number of ports, on all networks. */
  readonly portsSeen: number
  readonly taken: readonly TakenVip[]
}

export interface TakenVip {
  /** What has the address: `port 7c0e1a2b-…`, or `floating IP 1d2e…` when Neutron made the port for a floating IP. */
  readonly at: string
  readonly address: string
  /** What the port belongs to, such as `network:router_gateway`. Empty when the port belongs to nothing. */
  readonly owner: string
  readonly block: VipBlock
  /** The command that shows it. */
  readonly shows: readonly string[]
}

/**
 * The port addresses that are inside a VIP block. Overlays are left out: they may use any address, and no machine outside the cloud can join them. A
 * tenant's network in another VLAN than the block's is left out too. A network missing from `networks` does not count as an overlay.
 */
export function takenVips(ports: readonly Port[], networks: readonly Network[], blocks: readonly VipBlock[]): TakenVips {
  const byId = new Map(networks.map((network) => [network.id, network]))
  const isNear = ({ networkId }: Port, block: VipBlock) => {
    const network = byId.get(networkId)
    return network === undefined || !isInAnotherVlan(network, block)
  }
  const overlays = new Set(networks.filter((network) => !isShared(network)).map(({ id }) => id))
  const taken = ports
    .filter(({ networkId }) => !overlays.has(networkId))
    .flatMap((port) =>
      port.addresses.flatMap((address) => {
        const block = blocks.find((one) => holds(one, address) && isNear(port, one))
        return block ? [{ ...named(port), address, owner: port.owner, block }] : []
      }),
    )
  return { portsSeen: ports.length, taken }
}

function named({ id, owner, deviceId }: Port): Pick<TakenVip, 'at' | 'shows'> {
  if (owner === 'network:floatingip' && deviceId !== '')
    return { at: `floating IP ${deviceId}`, shows: ['openstack', 'floating', 'ip', 'show', deviceId] }
  return { at: `port ${id}`, shows: ['openstack', 'port', 'show', id] }
}
