import type { Directive } from './directives.ts'

/** `['10.12.8.50:443']`, or why no address is known. */
export type Endpoints = readonly string[] | { readonly unknown: string }

/**
 * The server addresses in each `upstream` block, by the name of the block. They are as the configuration writes them. nginx sends nothing to a server
 * that is marked `down`, so it is left out.
 */
export function upstreamsIn(http: readonly Directive[]): ReadonlyMap<string, readonly string[]> {
  const blocks = http.filter((one) => one.name === 'upstream')
  return new Map(
    blocks.map(({ args: [name = ''], block = [] }) => [
      name,
      block.filter(({ name, args }) => name === 'server' && !args.includes('down')).flatMap(({ args: [address] }) => address ?? []),
    ]),
  )
}

/** Where a `proxy_pass` goes. The port of an upstream's server is 80 unless it is given, also for https (ngx_http_upstream_module). */
export function endpointsOf(pass: string, upstreams: ReadonlyMap<string, readonly string[]>): Endpoints {
  const place = placeOf(pass)
  if (place.includes('$')) return { unknown: `${pass} is known only when a request comes` }
  const servers = upstreams.get(place)
  if (!servers) return [withPort(place, /^http:/i.test(pass) ? 80 : 443)]
  const socket = servers.find((one) => one.startsWith('unix:'))
  if (socket !== undefined) return { unknown: `${place} is the socket ${socket}` }
  if (servers.length === 0) return { unknown: `the upstream ${place} has no server that is in use` }
  return servers.map((one) => withPort(one, 80))
}

/** `10.12.8.50` from `https://10.12.8.50:443/x`; the name of an upstream stays as it is. */
export function hostOf(pass: string): string {
  return placeOf(pass).replace(/:\d+$/, '')
}

/** Variables that hold a path. Their value begins with a slash. */
const paths = /\$(?:request_uri|document_uri|uri)\b|\$\{(?:request_uri|document_uri|uri)\}/

/**
 * The part of a `proxy_pass` between `https://` or `http://` and the path. Finds it also when the path is a variable that gets its value only when
 * a request comes: `10.12.4.53` from `https://10.12.4.53$request_uri`.
 */
function placeOf(pass: string): string {
  const place = /^https?:\/\/([^/?#]*)/i.exec(pass)?.[1]
  return place === undefined ? pass : (place.split(paths)[0] ?? place)
}

function withPort(place: string, port: number): string {
  return /^(\[[^\]]+\]|[^:]+):\d+$/.test(place) ? place : `${place}:${port}`
}
