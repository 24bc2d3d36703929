import { NotUnderstood } from '../command.ts'
import type { Heard } from '../heard.ts'
import type { JsonObject } from '../json.ts'
import { addressOf } from '../juju/networks.ts'
import { type MaasList, textOrNull } from './answer.ts'
import { allocationOf } from './states.ts'

export interface AddressRecord {
  readonly address: string
  /** `discovered` means that MAAS saw a machine take a lease on the address. Neither `ipaddresses read` nor the discovery table shows the address. */
  readonly allocation: Heard
  /** Absent when the record belongs to no node. */
  readonly node?: { readonly systemId: string; readonly hostname: string }
}

/** Every address in use on one subnet, whether MAAS assigned it or not. Empty for a subnet on which nothing has an address yet. */
export function ipAddresses(maas: string, profile: string, subnetId: number): MaasList<AddressRecord> {
  return { argv: [maas, profile, 'subnet', 'ip-addresses', String(subnetId)], shape: 'subnet ip-addresses', row: record }
}

function record(of: JsonObject): AddressRecord {
  const address = addressOf(of.text('ip'))
  if (address === undefined) throw new NotUnderstood(`${of.at}.ip: wanted an IP address, got ${JSON.stringify(of.text('ip'))}`)
  const allocation = of.integer('alloc_type')
  const common = {
    address,
    get allocation() {
      return allocationOf(allocation)
    },
  }
  if (of.own('node_summary') === undefined || of.own('node_summary') === null) return common
  const node = of.object('node_summary')
  return Object.assign(common, { node: { systemId: node.text('system_id'), hostname: textOrNull(node, 'hostname') ?? '' } })
}
