import { isIP } from 'node:net'
import type { AddressRange } from '../../address-range.ts'
import { NotUnderstood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'
import { records, textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'

export interface Subnet {
  readonly id: string
  /** May be empty. */
  readonly name: string
  readonly networkId: string
  readonly cidr: string
  /** `10.12.4.1`; absent where it has none. */
  readonly gateway?: string
  /** The ranges that Neutron hands out addresses from. */
  readonly pools: readonly AddressRange[]
}

/** Neutron's subnets. An admin gets the subnets of all projects. */
export const subnets: Resource<Subnet> = {
  service: 'network',
  path: '/v2.0/subnets',
  key: 'subnets',
  row: (record) => ({
    id: record.text('id'),
    name: record.text('name'),
    networkId: record.text('network_id'),
    cidr: record.text('cidr'),
    ...(textOrNull(record, 'gateway_ip') === undefined ? {} : { gateway: address(record, 'gateway_ip') }),
    pools: records(record, 'allocation_pools').map((pool) => ({ from: address(pool, 'start'), to: address(pool, 'end') })),
  }),
}

/** The names of all subnets, without their addresses. */
export const subnetNames: Resource<Pick<Subnet, 'id' | 'name'>> = {
  service: 'network',
  path: '/v2.0/subnets?fields=id&fields=name',
  key: 'subnets',
  row: (record) => ({ id: record.text('id'), name: record.text('name') }),
}

function address(pool: JsonObject, key: string): string {
  const text = pool.text(key)
  if (isIP(text) === 0) throw new NotUnderstood(`${pool.at}.${key}: wanted an IP address, got ${JSON.stringify(text.slice(0, 60))}`)
  return text
}
