import type { Site } from '../../phase/site.ts'
import { holds } from '../address-range.ts'
import { addressOf } from '../juju/networks.ts'
import type { Proxied } from './proxied.ts'

/** Where a location's requests go, compared with the address blocks in the site file. */
export interface UpstreamPlace {
  /** The location: `/etc/nginx/sites-enabled/horizon:12` */
  readonly at: string
  /** `10.12.4.53:443` */
  readonly endpoint: string
  /** `10.12.4.53`; absent where it is a name. */
  readonly address?: string
  /** The former VIP block that the address is still in: `10.12.4.224 to 10.12.4.236`. Absent when it is in none. */
  readonly stale?: string
}

/**
 * One place for each endpoint of each location. An endpoint that is known only once a request comes is left out, since nothing can check it
 * beforehand.
 */
export function placesOf(proxied: readonly Pick<Proxied, 'at' | 'endpoints'>[], site: Pick<Site, 'networks'>): readonly UpstreamPlace[] {
  const blocks = Object.values(site.networks).flatMap(({ staleVips }) => staleVips)
  return proxied.flatMap(({ at, endpoints }) => {
    if ('unknown' in endpoints) return []
    return endpoints.map((endpoint) => {
      const address = addressOf(endpoint.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'))
      const stale = address === undefined ? undefined : blocks.find((range) => holds(range, address))
      return {
        at,
        endpoint,
        ...(address === undefined ? {} : { address }),
        ...(stale === undefined ? {} : { stale: `${stale.from} to ${stale.to}` }),
      }
    })
  })
}
