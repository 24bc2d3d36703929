import { NotUnderstood } from '../../command.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'

export interface Amphora {
  readonly id: string
  /** `ALLOCATED`, `BOOTING`, `READY`, `PENDING_DELETE`, `DELETED`, `ERROR` … */
  readonly status: string
  /** The server it runs on; absent until it has one. */
  readonly serverId?: string
  /** Absent for a spare. */
  readonly loadBalancerId?: string
  /** The flavour's id; absent when Octavia has not noted it. */
  readonly flavorId?: string
}

/** Octavia's amphorae as its database has them; only an admin may see them. */
export const amphorae: Resource<Amphora> = {
  service: 'load-balancer',
  path: '/v2/octavia/amphorae',
  key: 'amphorae',
  row: (record) => {
    // The API's code says loadbalancer_id, its reference load_balancer_id (octavia/api/v2/types/amphora.py).
    const key = record.has('loadbalancer_id') ? 'loadbalancer_id' : 'load_balancer_id'
    if (!record.has(key)) throw new NotUnderstood(`${record.at}: names no load balancer in either spelling`)
    const [serverId, loadBalancerId, flavorId] = ['compute_id', key, 'compute_flavor'].map((name) => textOrNull(record, name))
    return {
      id: record.text('id'),
      status: record.text('status'),
      ...(serverId === undefined ? {} : { serverId }),
      ...(loadBalancerId === undefined ? {} : { loadBalancerId }),
      ...(flavorId === undefined ? {} : { flavorId }),
    }
  },
}
