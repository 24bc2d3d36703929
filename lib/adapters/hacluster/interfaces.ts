import { type Command, NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'

/** Every IPv4 and IPv6 address on the interfaces of a machine, `['127.0.0.1', '10.12.8.101', '10.12.4.50']`. */
export const interfaceAddresses: Command<readonly string[]> = {
  argv: ['ip', '-j', 'address', 'show'],
  parse: ({ stdout }) => {
    const addresses = interfacesIn(stdout).flatMap((one) => listIn(one, 'addr_info').flatMap(addressIn))
    // Every machine has at least its loopback.
    if (addresses.length === 0) throw new NotUnderstood('names no address at all')
    return addresses
  },
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
