import { type Command, NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'

/** The addresses on the interfaces of a machine. */
export interface Addresses {
  /** Every IPv4 and IPv6 address: `['127.0.0.1', '10.12.8.101', '10.12.4.50']`. */
  readonly all: readonly string[]
  /** The addresses that are only on interfaces whose link is down, each with the interface: `10.12.4.50` → `eth1`. Nothing outside reaches them. */
  readonly unlinked: ReadonlyMap<string, string>
}

export const interfaceAddresses: Command<Addresses> = {
  argv: ['ip', '-j', 'address', 'show'],
  parse: ({ stdout }) => {
    const interfaces = interfacesIn(stdout).map((one) => ({
      name: one.optionalText('ifname') ?? '',
      isLinked: isLinked(one.texts('flags')),
      addresses: listIn(one, 'addr_info').flatMap(addressIn),
    }))
    const all = interfaces.flatMap(({ addresses }) => addresses)
    // Every machine has at least its loopback.
    if (all.length === 0) throw new NotUnderstood('names no address at all')
    const linked = new Set(interfaces.flatMap(({ isLinked, addresses }) => (isLinked ? addresses : [])))
    const unlinked = interfaces.flatMap(({ name, addresses }) =>
      addresses.filter((address) => !linked.has(address)).map((address) => [address, name] as const),
    )
    return { all, unlinked: new Map(unlinked) }
  },
}

/** An interface keeps its IPv4 addresses without a carrier (flag `NO-CARRIER`), and also after `ip link set eth1 down` (then the flag `UP` is missing). */
function isLinked(flags: readonly string[]): boolean {
  return flags.includes('UP') && !flags.includes('NO-CARRIER')
}

/**
 * The address of one entry. Empty for an IPv6 address that another machine already has: ip lists such an address with the flag `dadfailed`, but the
 * kernel does not use it.
 */
function addressIn(info: JsonObject): readonly string[] {
  return info.flag('dadfailed') ? [] : [info.text('local')]
}

function interfacesIn(stdout: string): readonly JsonObject[] {
  let value: unknown
  try {
    value = JSON.parse(stdout)
  } catch (error) {
    throw new NotUnderstood(`wanted JSON, got ${stdout.length} characters that end ${JSON.stringify(stdout.slice(-40))}`, { cause: error })
  }
  if (!Array.isArray(value)) throw new NotUnderstood('wanted a list of interfaces')
  return value.map((one, i) => new JsonObject(one, `[${i}]`))
}

function listIn(of: JsonObject, key: string): readonly JsonObject[] {
  const value = of.own(key)
  if (!Array.isArray(value)) throw new NotUnderstood(`${of.at}.${key}: wanted a list`)
  return value.map((one, i) => new JsonObject(one, `${of.at}.${key}[${i}]`))
}
