import type { Configuration } from './configuration.ts'
import type { Directive } from './directives.ts'
import { type Endpoints, endpointsOf, hostOf, upstreamsIn } from './upstreams.ts'

/** A location that passes requests on over TLS, with what applies there after inheritance. */
export interface Proxied {
  /** Where it is told: `/etc/nginx/sites-enabled/horizon:12` */
  readonly at: string
  /** `https://10.12.8.50:443` */
  readonly pass: string
  readonly endpoints: Endpoints
  readonly verifies: boolean
  /** The CA file it verifies against; absent when none is named. */
  readonly trusted?: string
  /** Tells the upstream which name it wants (SNI). */
  readonly sendsName: boolean
  /** The name the certificate must have; absent when it is known at each request only. */
  readonly name?: string
}

const settings = ['proxy_ssl_verify', 'proxy_ssl_trusted_certificate', 'proxy_ssl_server_name', 'proxy_ssl_name'] as const
type Setting = (typeof settings)[number]
type Inherited = Readonly<Partial<Record<Setting, string>>>

/** Every `proxy_pass https://…` below `http`. */
export function proxiedIn(configuration: Configuration): readonly Proxied[] {
  const http = configuration.filter((one) => one.name === 'http')
  const upstreams = upstreamsIn(http.flatMap((one) => one.block ?? []))
  return http.flatMap((one) => proxiedBelow(one.block ?? [], {}, upstreams))
}

/** What a level sets replaces what it would inherit, setting by setting; wherever in the block it stands. */
function proxiedBelow(
  block: readonly Directive[],
  outer: Inherited,
  upstreams: ReadonlyMap<string, readonly string[]>,
): readonly Proxied[] {
  const own = block.flatMap(({ name, args: [value] }) => (isSetting(name) && value !== undefined ? [[name, value] as const] : []))
  const inherited: Inherited = { ...outer, ...Object.fromEntries(own) }
  return block.flatMap((one) => {
    const [pass = ''] = one.args
    if (one.name === 'proxy_pass' && /^https:/i.test(pass)) return [proxied(one.at, pass, inherited, upstreams)]
    return one.block ? proxiedBelow(one.block, inherited, upstreams) : []
  })
}

function proxied(at: string, pass: string, of: Inherited, upstreams: ReadonlyMap<string, readonly string[]>): Proxied {
  const name = nameWanted(of.proxy_ssl_name ?? '$proxy_host', pass)
  return {
    at,
    pass,
    endpoints: endpointsOf(pass, upstreams),
    verifies: of.proxy_ssl_verify === 'on',
    sendsName: of.proxy_ssl_server_name === 'on',
    ...(of.proxy_ssl_trusted_certificate === undefined ? {} : { trusted: of.proxy_ssl_trusted_certificate }),
    ...(name === undefined ? {} : { name }),
  }
}

/** The host of proxy_pass is what a certificate must name unless said otherwise; a port is never part of the name. */
function nameWanted(told: string, pass: string): string | undefined {
  const name = /^\$(proxy_host|\{proxy_host\})$/.test(told) ? hostOf(pass) : told.replace(/:\d+$/, '')
  return name.includes('$') ? undefined : name
}

function isSetting(name: string): name is Setting {
  return (settings as readonly string[]).includes(name)
}
