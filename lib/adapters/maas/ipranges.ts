import { isIP } from 'node:net'
import type { AddressRange } from '../address-range.ts'
import { NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { type MaasList, textOrNull } from './answer.ts'

export interface IpRange extends AddressRange {
  readonly id: number
  /**
   * `reserved`: on a managed subnet, MAAS gives away none of these addresses; on an unmanaged subnet, it gives away only addresses in such ranges.
   * `dynamic`: the DHCP server of MAAS leases them.
   */
  readonly type: 'reserved' | 'dynamic'
  /** The comment on the range, such as `VIPs`; empty when the range has none. */
  readonly comment: string
  readonly subnetId: number
}

/** Empty when there is no range: then MAAS hands out any free address. */
export function ipranges(maas: string, profile: string): MaasList<IpRange> {
  return { argv: [maas, profile, 'ipranges', 'read'], shape: 'ipranges read', row: range }
}

function range(of: JsonObject): IpRange {
  const type = of.text('type')
  if (type !== 'reserved' && type !== 'dynamic')
    throw new NotUnderstood(`${of.at}.type: wanted reserved or dynamic, got ${JSON.stringify(type)}`)
  return {
    id: of.integer('id'),
    type,
    from: address(of, 'start_ip'),
    to: address(of, 'end_ip'),
    comment: textOrNull(of, 'comment') ?? '',
    subnetId: of.object('subnet').integer('id'),
  }
}

function address(of: JsonObject, key: string): string {
  const text = of.text(key)
  if (isIP(text) === 0) throw new NotUnderstood(`${of.at}.${key}: wanted an IP address, got ${JSON.stringify(text)}`)
  return text
}
