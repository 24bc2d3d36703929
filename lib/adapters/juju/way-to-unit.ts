import type { Site } from '../../phase/site.ts'
import { holds } from '../address-range.ts'
import { addressOf, networkOf } from './networks.ts'

/**
 * The address where a unit is reached by SSH. When no address can be reached, `why` completes the sentence "Juju says that magnum/0 is at …", for
 * example with "10.12.12.101, which is in none of the site's networks (…)".
 */
export type Way = { readonly address: string } | { readonly why: string; readonly remedy?: string }

interface Located {
  /** The one address that Juju shows for the unit. */
  readonly primaryAddress?: string
  readonly addresses: readonly string[]
}

/**
 * The unit's address on a network that the site's `ssh` names, but never a VIP: another unit may hold the VIP tomorrow, with another host key.
 * When `ssh` names no network, the address is the one that Juju shows, and may be on a network that this machine cannot reach.
 */
export function wayTo({ primaryAddress, addresses }: Located, site: Site): Way {
  const primary = addressOf(primaryAddress ?? '')
  const wanted = wantedNetworks(site)
  if (wanted === undefined) return checked(primary, site)
  const own = [...new Set([primary ?? [], addresses.flatMap((text) => addressOf(text) ?? [])].flat())].filter((one) => !isVip(one, site))
  for (const name of wanted) {
    const found = own.find((address) => networkOf(site, address) === name)
    if (found !== undefined) return { address: found }
  }
  const seen = own.length === 0 ? 'no address' : own.join(', ')
  return { why: `${seen}, and has no address on ${wanted.join(' or ')}, where the site file wants units to be reached` }
}

function wantedNetworks({ ssh, networks }: Site): readonly string[] | undefined {
  const reachable = Object.entries(networks).filter(([, network]) => network.reachable)
  const named = (is: (network: Site['networks'][string]) => boolean) => reachable.flatMap(([name, network]) => (is(network) ? [name] : []))
  if (ssh.space !== undefined) return named(({ space }) => space === ssh.space)
  return ssh.prefer?.flatMap((cidr) => named((network) => network.cidr === cidr))
}

function checked(address: string | undefined, site: Site): Way {
  if (address === undefined) return { why: 'no address' }
  const name = networkOf(site, address)
  if (name === undefined) return { why: `${address}, which is in none of the site's networks (${Object.keys(site.networks).join(', ')})` }
  if (site.networks[name]?.reachable !== false) return { address }
  return {
    why: `${address}, on ${name}, which the site file marks as not reachable from this machine`,
    remedy: 'set ssh.space in the site file to the space where units can be reached',
  }
}

function isVip(address: string, site: Site): boolean {
  const name = networkOf(site, address)
  const vips = name === undefined ? undefined : site.networks[name]?.vips
  return vips !== undefined && holds(vips, address)
}
