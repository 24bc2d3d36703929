import type { Configuration } from './configuration.ts'
import { type Directive, isOn } from './directives.ts'
import { type Endpoints, endpointsOf, hostOf, upstreamsIn } from './upstreams.ts'

/** A location that passes requests on over TLS, with the settings that apply there, inherited ones included. */
export interface Proxied {
  /** Where it is set: `/etc/nginx/sites-enabled/horizon:12` */
  readonly at: string
  /** `https://10.12.8.50:443` */
  readonly pass: string
  readonly endpoints: Endpoints
  readonly verifies: boolean
  /** The CA file with which nginx verifies the upstream's certificate; absent when the configuration names none. */
  readonly trusted?: string
  /** The number of CAs that may stand between the upstream's certificate and the root (proxy_ssl_verify_depth). */
  readonly depth: number
  /** nginx tells the upstream which name it wants (SNI). */
  readonly sendsName: boolean
  /** The name the certificate must have; absent when the name is known only when a request comes. */
  readonly name?: string
  /** The scheme of `pass` is known only when a request comes, and may be plain http. Absent when the scheme is https. */
  readonly mayBePlain?: true
}

const settings = [
  'proxy_ssl',
  'proxy_ssl_verify',
  'proxy_ssl_verify_depth',
  'proxy_ssl_trusted_certificate',
  'proxy_ssl_server_name',
  'proxy_ssl_name',
] as const
type Setting = (typeof settings)[number]
type Inherited = Readonly<Partial<Record<Setting, string>>>

/** The values that each variable may have: `$upstream` → `['https://10.12.4.51:9292']`. */
type Variables = ReadonlyMap<string, readonly string[]>

/** Every `proxy_pass https://…` below `http`, also one given by a variable, and every `proxy_pass` below `stream` with `proxy_ssl on`. */
export function proxiedIn(configuration: Configuration): readonly Proxied[] {
  const http = passesIn(configuration, 'http').flatMap(({ at, pass, value, of, upstreams }) => {
    if (/^https:/i.test(value)) return [{ ...proxied(at, value, of, upstreams), pass }]
    return value.startsWith('$') ? [{ ...proxied(at, value, of, upstreams), mayBePlain: true as const }] : []
  })
  const stream = passesIn(configuration, 'stream').filter(({ of }) => isOn(of.proxy_ssl))
  return [...http, ...stream.map(({ at, pass, value, of, upstreams }) => ({ ...proxied(at, value, of, upstreams), pass }))]
}

/** A location that passes requests on over plain http. */
export type Plain = Pick<Proxied, 'at' | 'pass' | 'endpoints'>

/** Every `proxy_pass http://…` below `http`. The address may be in a variable. */
export function plainIn(configuration: Configuration): readonly Plain[] {
  return passesIn(configuration, 'http')
    .filter(({ value }) => /^http:/i.test(value))
    .map(placed)
}

/** Every `proxy_pass` below `stream` without `proxy_ssl on`. nginx adds no TLS there: if the upstream gets TLS, the client itself has begun it. */
export function throughIn(configuration: Configuration): readonly Plain[] {
  return passesIn(configuration, 'stream')
    .filter(({ of }) => !isOn(of.proxy_ssl))
    .map(placed)
}

function placed({ at, pass, value, upstreams }: Pass): Plain {
  return { at, pass, endpoints: endpointsOf(value, upstreams) }
}

/** One address that a `proxy_pass` may have, with the settings that apply there. */
interface Pass {
  readonly at: string
  /** As it is written; with a variable also its value: `$upstream = https://10.12.8.50`. */
  readonly pass: string
  /**
   * `https://10.12.8.50`, or below `stream` `10.12.8.50:443`. Begins with a variable when that variable's value is known only when a request comes.
   */
  readonly value: string
  readonly of: Inherited
  readonly upstreams: Known['upstreams']
}

function passesIn(configuration: Configuration, module: 'http' | 'stream'): readonly Pass[] {
  const blocks = configuration.filter((one) => one.name === module)
  const known = knownIn(blocks, upstreamsIn(blocks.flatMap((one) => one.block ?? [])))
  return blocks.flatMap((one) => passesBelow(one.block ?? [], {}, known))
}

interface Known {
  readonly upstreams: ReadonlyMap<string, readonly string[]>
  /** Set where the proxy_pass stands, or by a `map`. */
  readonly variables: Variables
  /** Set anywhere: for a location that another one leads to, such as `try_files … @proxy`. */
  readonly anywhere: Variables
}

function knownIn(blocks: readonly Directive[], upstreams: Known['upstreams']): Known {
  const all = flat(blocks)
  return { upstreams, variables: setsIn(all.filter(({ name }) => name === 'map')), anywhere: setsIn(all) }
}

/** A `set` of the block itself replaces the value from outside. One within an `if` may replace it. */
function below(block: readonly Directive[], { variables, ...known }: Known): Known {
  const own = new Map([...variables, ...setsIn(block.filter(({ name }) => name === 'set'))])
  for (const [name, values] of setsIn(flat(block.filter((one) => one.name === 'if')))) own.set(name, [...values, ...(own.get(name) ?? [])])
  return { ...known, variables: own }
}

/** A setting anywhere in a block, even below the proxy_pass, replaces the setting that the block would inherit. */
function passesBelow(block: readonly Directive[], outer: Inherited, around: Known): readonly Pass[] {
  const known = below(block, around)
  const own = block.flatMap(({ name, args: [value] }) => (isSetting(name) && value !== undefined ? [[name, value] as const] : []))
  const of: Inherited = { ...outer, ...Object.fromEntries(own) }
  return block.flatMap(({ name, at, args: [pass = ''], block: inner }) => {
    if (name !== 'proxy_pass') return inner ? passesBelow(inner, of, known) : []
    return valuesOf(pass, known).map((value) => ({
      at,
      pass: value === pass ? pass : `${pass} = ${value}`,
      value,
      of,
      upstreams: known.upstreams,
    }))
  })
}

/**
 * Every value that `pass` may have. If `pass` or its host begins with a variable, there is one value for each value of the variable. Otherwise the
 * only value is `pass` itself.
 */
function valuesOf(pass: string, { variables, anywhere }: Known): readonly string[] {
  const [, scheme = '', named, braced, rest = ''] = /^(https?:\/\/)?\$(?:(\w+)|\{(\w+)\})(.*)$/is.exec(pass) ?? []
  const variable = named ?? braced
  if (variable === undefined) return [pass]
  const unset = `$${variable}`
  const values = (variables.get(variable) ?? anywhere.get(variable) ?? [unset]).filter((value) => value !== '')
  // nginx sends nothing anywhere while the variable is empty.
  return (values.length === 0 ? [unset] : values).map((value) => `${scheme}${value}${rest}`)
}

function flat(all: readonly Directive[]): readonly Directive[] {
  return all.flatMap((one) => [one, ...flat(one.block ?? [])])
}

function setsIn(directives: readonly Directive[]): Variables {
  const sets = directives.flatMap(({ name, args: [first = '', second = ''], block = [] }) => {
    if (name === 'set') return [{ variable: first, value: second }]
    return name === 'map' ? mapped(block).map((value) => ({ variable: second, value })) : []
  })
  return new Map(
    [...Map.groupBy(sets, ({ variable }) => variable.replace(/^\$/, ''))].map(([name, all]) => [name, all.map(({ value }) => value)]),
  )
}

/** The values in the block of a `map`: not `hostnames`, `volatile` and `include`. The lines of an included file are in the block too. */
function mapped(block: readonly Directive[]): readonly string[] {
  return block.flatMap(({ name, args: [value] }) => (value === undefined || name === 'include' ? [] : [value]))
}

function proxied(at: string, pass: string, of: Inherited, upstreams: ReadonlyMap<string, readonly string[]>): Proxied {
  const name = nameWanted(of.proxy_ssl_name ?? '$proxy_host', pass)
  return {
    at,
    pass,
    endpoints: endpointsOf(pass, upstreams),
    verifies: isOn(of.proxy_ssl_verify),
    sendsName: isOn(of.proxy_ssl_server_name),
    depth: Number(of.proxy_ssl_verify_depth ?? 1),
    ...(of.proxy_ssl_trusted_certificate === undefined ? {} : { trusted: of.proxy_ssl_trusted_certificate }),
    ...(name === undefined ? {} : { name }),
  }
}

/**
 * The name that the upstream's certificate must have: the host of proxy_pass, unless proxy_ssl_name sets another. A
 * port is never part of the name. Undefined when the name holds a variable.
 */
function nameWanted(reported: string, pass: string): string | undefined {
  const name = /^\$(proxy_host|\{proxy_host\})$/.test(reported) ? hostOf(pass) : reported.replace(/:\d+$/, '')
  return name.includes('$') ? undefined : name
}

function isSetting(name: string): name is Setting {
  return (settings as readonly string[]).includes(name)
}
