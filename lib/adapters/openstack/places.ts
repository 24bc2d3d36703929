import { bareHost } from '../../formats/bare-host.ts'
import { NotUnderstood } from '../command.ts'
import type { Service } from './keystone/catalogue.ts'

/** An address and port that the catalogue names. */
export interface Place {
  /** `10.12.4.51:9292` */
  readonly at: string
  /** `10.12.4.51` */
  readonly host: string
  /** False: the catalogue says http. */
  readonly isTls: boolean
  readonly services: readonly PlacedService[]
}

/** An address that the catalogue lists, with the path to request there. */
export interface PlacedEndpoint extends Place {
  /** The path of the URL in the catalogue, such as `/v2.1`. It is `/` when that URL has no path. */
  readonly path: string
}

/** A service at a place. */
export interface PlacedService {
  /** `public` */
  readonly interface: string
  /** `image` */
  readonly type: string
  /** `glance` */
  readonly name: string
  /** `/v2.1`; `/` when the catalogue names none. */
  readonly path: string
}

/** Every place once, in the catalogue's order. `region` leaves the other regions out. */
export function placesOf(catalogue: readonly Service[], region?: string): readonly Place[] {
  const places = new Map<string, Place>()
  for (const { type, name, endpoints } of catalogue) {
    for (const endpoint of endpoints) {
      if (region !== undefined && endpoint.region !== region) continue
      const { at, host, isTls, path } = whereIs(endpoint.url, type)
      const known = places.get(`${isTls} ${at}`)
      const services = [...(known?.services ?? []), { interface: endpoint.interface, type, name, path }]
      places.set(`${isTls} ${at}`, { at, host, isTls, services })
    }
  }
  return [...places.values()]
}

/** One endpoint for each path of a place: behind an ingress, all services share one address. */
export function endpointsOf(places: readonly Place[]): readonly PlacedEndpoint[] {
  return places.flatMap((place) =>
    [...Map.groupBy(place.services, ({ path }) => path)].map(([path, services]) => ({ ...place, path, services })),
  )
}

function whereIs(url: string, type: string): Omit<PlacedEndpoint, 'services'> {
  if (!/^https?:/.test(url) || !URL.canParse(url))
    throw new NotUnderstood(`the catalogue has an endpoint of ${type} at ${JSON.stringify(url.slice(0, 80))}, which is not an HTTP URL`)
  const { hostname, port, protocol, pathname } = new URL(url)
  const isTls = protocol === 'https:'
  return { at: `${hostname}:${port || (isTls ? '443' : '80')}`, host: bareHost(hostname), isTls, path: pathname }
}

/** Names each service and its interfaces: `image (glance) public, internal`. A semicolon separates several services. */
export function servicesText(services: readonly PlacedService[]): string {
  const byName = Map.groupBy(services, ({ type, name }) => (type === name ? type : `${type} (${name})`))
  return [...byName].map(([name, of]) => `${name} ${of.map((one) => one.interface).join(', ')}`).join('; ')
}
