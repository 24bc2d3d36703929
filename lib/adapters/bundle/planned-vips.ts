import type { Site } from '../../phase/site.ts'
import { holds } from '../address-range.ts'
import { NotUnderstood } from '../command.ts'
import { vipsIn } from '../juju/addresses.ts'
import { addressOf } from '../juju/networks.ts'
import type { BundleApplication } from './bundle.ts'

/** An address that the bundle gives an application, and what the site file says about it. */
export interface PlannedVip {
  readonly application: string
  readonly address: string
  /**
   * The name of the site's network that contains the address, such as `metal`. Absent when no network contains it. The position of the address in
   * the `vip` setting does not matter.
   */
  readonly network?: string
  /** The address is in the block from which its network's VIPs come. */
  readonly isInBlock: boolean
  /** The former VIP block that the address is still in: `10.12.4.224 to 10.12.4.236`. Absent when it is in none. */
  readonly stale?: string
  /** Who else the address is planned for: `maas`, `openstack2` */
  readonly takenBy?: string
}

/** The VIPs of one application; never empty. */
export interface VipSet {
  readonly application: string
  readonly vips: readonly PlannedVip[]
}

export function plannedVips(applications: readonly BundleApplication[], site: Site): readonly VipSet[] {
  return applications.flatMap(({ name, options }) => {
    const value = options.get('vip') ?? ''
    if (typeof value !== 'string') throw new NotUnderstood(`applications.${name}.options.vip: wanted a text, got ${JSON.stringify(value)}`)
    const vips = vipsIn(name, new Map([['vip', { value, source: 'user' }]]), site).map((vip) => placed(vip, site))
    return vips.length === 0 ? [] : [{ application: name, vips }]
  })
}

function placed(vip: Pick<PlannedVip, 'application' | 'address' | 'network'>, site: Site): PlannedVip {
  const { address } = vip
  const block = vip.network === undefined ? undefined : site.networks[vip.network]?.vips
  const stale = Object.values(site.networks)
    .flatMap((network) => network.staleVips)
    .find((range) => holds(range, address))
  const fixed = Object.entries(site.hosts).map(([name, own]) => [name, [own]] as const)
  const takenBy = [...fixed, ...Object.entries(site.maas?.addresses ?? {})].find(([, own]) =>
    own.some((one) => addressOf(one) === address),
  )?.[0]
  return {
    ...vip,
    isInBlock: block !== undefined && holds(block, address),
    ...(stale ? { stale: `${stale.from} to ${stale.to}` } : {}),
    ...(takenBy === undefined ? {} : { takenBy }),
  }
}
