import { CouldNotLook } from '../could-not-look.ts'

/** A service's address in one region for one kind of caller. */
export interface Endpoint {
  readonly interface: string
  /** Absent in a catalogue without regions. */
  readonly region?: string
  readonly url: string
}

export interface CatalogueService {
  /** `compute` */
  readonly type: string
  readonly endpoints: readonly Endpoint[]
}

export interface Choice {
  readonly interface: string
  /** When no region is given, the catalogue must offer exactly one URL. */
  readonly region?: string
}

/**
 * Where a service of the catalogue answers. Throws CouldNotLook when there is no such endpoint, when there are several, and when it is not an https
 * URL.
 */
export function endpointOf(catalogue: readonly CatalogueService[], type: string, choice: Choice): URL {
  // Keystone's catalogue may have two entries for one service type. Clients then use the endpoints of both.
  const services = catalogue.filter((one) => one.type === type)
  if (services.length === 0)
    throw refuse(type, `the catalogue has no service of type ${type}; it has ${catalogue.map((one) => one.type).join(', ') || 'none'}`)
  const offered = services.flatMap((one) => one.endpoints).filter((one) => one.interface === choice.interface)
  const [endpoint, ...others] = choice.region === undefined ? offered : offered.filter((one) => one.region === choice.region)
  const wanted = `${choice.interface} endpoint of ${type}${choice.region === undefined ? '' : ` in region ${choice.region}`}`
  if (!endpoint) throw refuse(type, `the catalogue has no ${wanted}`)
  if (new Set([endpoint, ...others].map((one) => one.url)).size > 1)
    throw refuse(
      type,
      `the catalogue has ${others.length + 1} entries for the ${wanted} (${offered.map((one) => one.region).join(', ')}): set keystone.region in the site file`,
    )
  if (!URL.canParse(endpoint.url)) throw refuse(type, `the ${wanted} is not a URL: ${endpoint.url}`)
  const url = new URL(endpoint.url)
  if (url.protocol !== 'https:')
    throw new CouldNotLook(
      'untrusted',
      `catalogue ${type}`,
      `the ${wanted} is ${endpoint.url}: without TLS the token would travel unencrypted, so the service was not asked`,
      {
        remedy: `openstack endpoint list --service ${type}`,
      },
    )
  return url
}

/**
 * The endpoint's path, followed by `path`. When the endpoint ends with the version that `path` begins with, the result has this version once: `/v3`
 * and `/v3/projects` make `/v3/projects`.
 */
export function pathBelow(endpoint: URL, path: string): string {
  const base = endpoint.pathname.replace(/\/+$/, '')
  const last = base.slice(base.lastIndexOf('/'))
  const isRepeated = /^\/v\d[\d.]*$/.test(last) && (path === last || path.startsWith(`${last}/`) || path.startsWith(`${last}?`))
  return `${isRepeated ? base.slice(0, -last.length) : base}${path.startsWith('/') ? path : `/${path}`}`
}

function refuse(type: string, message: string): CouldNotLook {
  return new CouldNotLook('not-understood', `catalogue ${type}`, message, { remedy: 'openstack catalog list' })
}
