import type { Site } from '../../phase/site.ts'
import type { Held, Vip } from './addresses.ts'
import { networkOf } from './networks.ts'

/** An owner that Juju lists a VIP with. */
export interface VipHolder {
  readonly vip: Vip
  readonly held: Held
  /** A unit of the VIP's application runs there, and the address is not its own: the VIP does its work. */
  readonly isRightful: boolean
  /** Juju shows the VIP in place of this address, which is the owner's own in the same network. */
  readonly ownAddress?: string
}

/** Everything that is listed with a VIP, in the order of the VIPs. Empty when nothing holds one. */
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

/** Juju may take any address of a machine for the one to show. A machine that has another one there has not been given the VIP by MAAS. */
function ownIn(network: string | undefined, all: readonly Held[], isVip: ReadonlySet<string>, site: Site): string | undefined {
  return all
    .map((one) => one.address)
    .find((address) => !isVip.has(address) && networkOf(site, address) === network && network !== undefined)
}
