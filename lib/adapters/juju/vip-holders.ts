import type { Site } from '../../phase/site.ts'
import type { Held, Vip } from './addresses.ts'
import { networkOf } from './networks.ts'

/** A machine, container or unit that Juju lists with a VIP. */
export interface VipHolder {
  readonly vip: Vip
  readonly held: Held
  /** True when the holder may have the VIP: a unit of the VIP's application runs on it, and MAAS did not give it the VIP as its own address. */
  readonly isRightful: boolean
  /** The holder's own address in the network of the VIP. Present only when Juju shows the VIP in place of this address. */
  readonly ownAddress?: string
}

/** All owners that are listed with a VIP, in the order of the VIPs. Empty when nothing holds one. */
export function vipHoldersIn(vips: readonly Vip[], held: readonly Held[], site: Site): readonly VipHolder[] {
  const isVip = new Set(vips.map((vip) => vip.address))
  const byAddress = Map.groupBy(held, (one) => one.address)
  const byOwner = Map.groupBy(held, (one) => one.owner)
  return vips.flatMap((vip) =>
    (byAddress.get(vip.address) ?? []).map((one) => {
      const isAtHome = one.applications.includes(vip.application)
      const own = isAtHome && one.primary ? ownIn(networkOf(site, vip.address), byOwner.get(one.owner) ?? [], isVip, site) : undefined
      return {
        vip,
        held: one,
        isRightful: isAtHome && (!one.primary || own !== undefined),
        ...(own === undefined ? {} : { ownAddress: own }),
      }
    }),
  )
}

/**
 * The owner's first address in this network that is not a VIP. Undefined when there is none. Juju may show a VIP in place of a machine's own address.
 * A machine with an address of its own in this network did not get the VIP from MAAS.
 */
function ownIn(network: string | undefined, all: readonly Held[], isVip: ReadonlySet<string>, site: Site): string | undefined {
  return all
    .map((one) => one.address)
    .find((address) => !isVip.has(address) && networkOf(site, address) === network && network !== undefined)
}
