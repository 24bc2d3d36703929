import { isIP } from 'node:net'
import type { Configuration } from './configuration.ts'
import { type Directive, isOn } from './directives.ts'

export interface Listener {
  /** `10.12.8.10`; `*` for every address of the machine. */
  readonly address: string
  readonly port: number
  readonly isTls: boolean
  /** The host name that a request must use to reach this server. Present when another server answers at the bare address. */
  readonly name?: string
  /** The paths below which nginx passes requests on to a backend (proxy_pass): `['/', '/dashboard/']`. Empty when there are none. */
  readonly paths: readonly string[]
}

/** Every IPv4 `listen` at which a request can reach a server, by the address or by a host name, in nginx's order. */
export function listenersIn(configuration: Configuration): readonly Listener[] {
  const servers = configuration
    .filter((one) => one.name === 'http')
    .flatMap((http) => http.block ?? [])
    .filter((one) => one.name === 'server')
  const all = servers.flatMap(({ block = [] }) => listensOf(block).map((listen) => ({ ...listen, block })))
  return all.flatMap(({ block, isDefault, ...listen }, i) => {
    const peers = all.filter((one) => one.address === listen.address && one.port === listen.port)
    // The server marked as default, else the first one, answers for names that no server has.
    const answersAtAddress = peers.some((one) => one.isDefault) ? isDefault : all.indexOf(peers[0] as (typeof all)[number]) === i
    const name = answersAtAddress ? undefined : nameOf(block)
    if (!answersAtAddress && name === undefined) return []
    return [{ ...listen, isTls: peers.some((one) => one.isTls), paths: pathsBelow(block), ...(name === undefined ? {} : { name }) }]
  })
}

interface Listen {
  readonly address: string
  readonly port: number
  readonly isTls: boolean
  readonly isDefault: boolean
}

/**
 * `listen 8080`, `listen 10.12.8.10:8443 ssl default_server`. No `listen` at all means port 80. `0.0.0.0` is every address, and so is `[::]` where
 * `ipv6only=off` opens it for IPv4 too. Other IPv6 and sockets are left out. `ssl on` (before nginx 1.25) holds for every listen of its server.
 */
function listensOf(block: readonly Directive[]): readonly Listen[] {
  const reported = block.filter((one) => one.name === 'listen').map((one) => one.args)
  const isAllTls = block.some(({ name, args: [value] }) => name === 'ssl' && isOn(value))
  return (reported.length === 0 ? [['80']] : reported).flatMap(([written = '', ...flags]) => {
    const place = flags.includes('ipv6only=off') ? written.replace(/^\[::\]/, '*') : written.replace(/^0\.0\.0\.0(?=:|$)/, '*')
    if (place.startsWith('[') || place.startsWith('unix:')) return []
    const [, address = '*', port] = /^(?:([^:]+?)(?::|$))?(\d+)?$/.exec(/^\d+$/.test(place) ? `*:${place}` : place) ?? []
    return [
      {
        address,
        port: Number(port ?? 80),
        isTls: isAllTls || flags.includes('ssl'),
        isDefault: flags.includes('default_server') || flags.includes('default'),
      },
    ]
  })
}

/** A name that can be asked for: no pattern, and no placeholder such as `_`. */
function nameOf(block: readonly Directive[]): string | undefined {
  const names = block.filter((one) => one.name === 'server_name').flatMap((one) => one.args)
  return names.find((name) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) && isIP(name) === 0)
}

/** The prefixes of the locations that pass requests on. A location given by a pattern has no path to ask for. */
function pathsBelow(block: readonly Directive[], path = '/'): readonly string[] {
  return [...new Set(block.flatMap((one) => pathsOf(one, path)))]
}

function pathsOf({ name, args, block }: Directive, path: string): readonly string[] {
  if (name === 'proxy_pass') return [path]
  if (!block) return []
  if (name !== 'location') return pathsBelow(block, path)
  const prefix = args.length === 1 || args[0] === '=' || args[0] === '^~' ? (args.at(-1) ?? '') : ''
  return prefix.startsWith('/') ? pathsBelow(block, prefix) : []
}
