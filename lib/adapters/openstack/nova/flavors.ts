import { NotUnderstood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'
import type { Resource } from '../resource.ts'

export interface Flavor {
  readonly id: string
  readonly name: string
  readonly memoryMB: number
  readonly vcpus: number
  /** Root, ephemeral and swap together, as Placement counts them. */
  readonly diskGB: number
  /** The root disk, a part of `diskGB`. A server that boots from a volume takes no room for the root disk on its host (nova/scheduler/utils.py). */
  readonly rootGB: number
}

/** All flavours of Nova, including the private ones. The flavour of the amphorae is private (charm-octavia, api_crud.py). */
export const flavors: Resource<Flavor> = {
  service: 'compute',
  path: '/flavors/detail?is_public=None',
  key: 'flavors',
  row: (record) => ({
    id: record.text('id'),
    name: record.text('name'),
    memoryMB: record.integer('ram'),
    vcpus: record.integer('vcpus'),
    diskGB: record.integer('disk') + record.integer('OS-FLV-EXT-DATA:ephemeral') + Math.ceil(swapMB(record) / 1024),
    rootGB: record.integer('disk'),
  }),
}

/** `""` when there is none, before microversion 2.75. */
function swapMB(record: JsonObject): number {
  const swap = record.own('swap')
  if (swap === '') return 0
  if (typeof swap === 'number') return swap
  throw new NotUnderstood(`${record.at}.swap: wanted a number or nothing, got ${JSON.stringify(swap)}`)
}
