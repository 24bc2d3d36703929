import { type Command, NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { addressOf } from '../juju/networks.ts'
import { maasExits, maasList, textOrNull } from './answer.ts'

export interface AddressRecord {
  readonly address: string
  /** src/maascommon/enums/ipaddress.py: 0 automatic, 1 static, 4 user reserved, 5 DHCP, 6 discovered. */
  readonly allocType: number
  /** Absent when the record hangs on no node. */
  readonly node?: { readonly systemId: string; readonly hostname: string }
}

/** A lease MAAS saw a machine take and keeps as if it were given: neither `ipaddresses read` nor the discovery table shows it. */
export const discovered = 6

/** Every address in use on one subnet, whoever gave it. Empty for a subnet on which nothing has an address yet. */
export function ipAddresses(maas: string, profile: string, subnetId: number): Command<readonly AddressRecord[]> {
  return {
    argv: [maas, profile, 'subnet', 'ip-addresses', String(subnetId)],
    exits: maasExits,
    parse: (answer) => maasList(answer, 'subnet ip-addresses').map(record),
  }
}

function record(of: JsonObject): AddressRecord {
  const address = addressOf(of.text('ip'))
  if (address === undefined) throw new NotUnderstood(`${of.at}.ip: wanted an IP address, got ${JSON.stringify(of.text('ip'))}`)
  const allocType = of.integer('alloc_type')
  if (of.own('node_summary') === undefined || of.own('node_summary') === null) return { address, allocType }
  const node = of.object('node_summary')
  return { address, allocType, node: { systemId: node.text('system_id'), hostname: textOrNull(node, 'hostname') ?? '' } }
}
