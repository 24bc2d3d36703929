import ipaddr from 'ipaddr.js'
import { NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import type { MaasList } from './answer.ts'

export interface Subnet {
  readonly id: number
  /** `10.12.4.0/22` */
  readonly cidr: string
  /** False turns the meaning of a reserved range around: then MAAS hands out addresses from reserved ranges only. */
  readonly managed: boolean
}

export function subnets(maas: string, profile: string): MaasList<Subnet> {
  return { argv: [maas, profile, 'subnets', 'read'], shape: 'subnets read', row: subnet, whenEmpty: 'lists no subnet at all' }
}

function subnet(of: JsonObject): Subnet {
  const cidr = of.text('cidr')
  if (!ipaddr.isValidCIDR(cidr)) throw new NotUnderstood(`${of.at}.cidr: wanted a network, got ${JSON.stringify(cidr)}`)
  return { id: of.integer('id'), cidr, managed: of.flag('managed') }
}
