import ipaddr from 'ipaddr.js'
import { inside } from '../../phase/read-site.ts'
import type { Site } from '../../phase/site.ts'
import { type Place, servicesText } from './places.ts'

/** `asked` and `leftOut` together are all places. */
export interface InReach<P extends Place = Place> {
  readonly asked: readonly P[]
  /** One sentence for each place that is not asked: `10.12.12.51:9292 (image (glance) internal) is not asked: …`. */
  readonly leftOut: readonly string[]
}

/**
 * Leaves out the places on a network that the site file marks as not reachable from this machine, because their silence would mean nothing. A place
 * that the catalogue gives by host name is asked, because its network is not known.
 */
export function inReach<P extends Place>(places: readonly P[], site: Site): InReach<P> {
  const located = places.map((place) => ({ place, network: closedNetwork(place.host, site) }))
  return {
    asked: located.flatMap(({ place, network }) => (network === undefined ? [place] : [])),
    leftOut: located.flatMap(({ place: { at, services }, network }) =>
      network === undefined
        ? []
        : [`${at} (${servicesText(services)}) is not asked: the site file marks ${network} as not reachable from this machine`],
    ),
  }
}

function closedNetwork(host: string, site: Site): string | undefined {
  if (!ipaddr.isValid(host)) return undefined
  const within = Object.entries(site.networks).filter(([, { cidr }]) => inside(host, cidr))
  return within.some(([, { reachable }]) => reachable) ? undefined : within[0]?.[0]
}
