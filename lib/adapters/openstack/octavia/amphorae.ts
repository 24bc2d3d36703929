import { NotUnderstood } from '../../command.ts'
import type { Heard } from '../../heard.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { timeOrNull } from '../time.ts'
import { amphoraStatus, isAllocated, isForgotten } from './states.ts'

export interface Amphora {
  readonly id: string
  /**
   * `ALLOCATED`, `BOOTING`, `READY`, `PENDING_DELETE`, `DELETED`, `ERROR` … This is a getter, which interprets Octavia's word each time the property
   * is read. Do not spread the object: that would read the property too.
   */
  readonly state: Heard
  /** Octavia has deleted the amphora, but keeps its database row for a while. */
  readonly isForgotten: boolean
  /** The server it runs on; absent until it has one. */
  readonly serverId?: string
  /** Absent for a spare. */
  readonly loadBalancerId?: string
  /** True when the state is `ALLOCATED`: the amphora should serve a load balancer. False for a spare. */
  readonly isAllocated: boolean
  /** `STANDALONE`, or `MASTER` or `BACKUP` in a pair; absent until the amphora has a role. */
  readonly role?: string
  /** The expiry of the certificate by which Octavia and the amphora trust each other; absent where Octavia does not say. */
  readonly certificateEnds?: Date
  /** The flavour's id; absent when Octavia has not noted it. */
  readonly flavorId?: string
  /** When the amphora's database row was last updated, or created if it was never updated. Absent where Octavia gives neither time. */
  readonly changed?: Date
}

/** The amphorae in Octavia's database; only an admin may see them. */
export const amphorae: Resource<Amphora> = {
  service: 'load-balancer',
  path: '/v2/octavia/amphorae',
  key: 'amphorae',
  row: (record) => {
    // The key is loadbalancer_id in Octavia's code (octavia/api/v2/types/amphora.py), but load_balancer_id in Octavia's API reference.
    const key = record.has('loadbalancer_id') ? 'loadbalancer_id' : 'load_balancer_id'
    if (!record.has(key)) throw new NotUnderstood(`${record.at}: has neither loadbalancer_id nor load_balancer_id`)
    const [serverId, loadBalancerId, flavorId, role] = ['compute_id', key, 'compute_flavor', 'role'].map((name) => textOrNull(record, name))
    const certificateEnds = timeOrNull(record, 'cert_expiration')
    const status = record.text('status')
    const changed = timeOrNull(record, 'updated_at') ?? timeOrNull(record, 'created_at')
    return {
      id: record.text('id'),
      get state() {
        return amphoraStatus.hear(status)
      },
      isForgotten: isForgotten(status),
      isAllocated: isAllocated(status),
      ...(role === undefined ? {} : { role }),
      ...(certificateEnds === undefined ? {} : { certificateEnds }),
      ...(serverId === undefined ? {} : { serverId }),
      ...(loadBalancerId === undefined ? {} : { loadBalancerId }),
      ...(flavorId === undefined ? {} : { flavorId }),
      ...(changed === undefined ? {} : { changed }),
    }
  },
}
