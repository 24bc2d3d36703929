import type { Heard } from '../../heard.ts'
import type { JsonObject } from '../../json.ts'
import { records, textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { timeIn, timeOrNull } from '../time.ts'
import type { LoadBalancer } from './load-balancers.ts'
import { isDead, isDeaf, makesAmphorae, partProvisioning } from './states.ts'

/**
 * A listener or a pool. When a change to one of them fails, Octavia sets only this one to ERROR, and sets its load balancer back to ACTIVE
 * (octavia/controller/worker/v2/tasks/lifecycle_tasks.py).
 */
export interface Part {
  readonly kind: 'listener' | 'pool'
  readonly id: string
  /** May be empty. */
  readonly name: string
  /** False: somebody switched it off. */
  readonly isEnabled: boolean
  /**
   * Whether Octavia could do what was last asked of this part. A getter, which interprets Octavia's word only when the property is read. Do not
   * spread the object: that would read the property too.
   */
  readonly provisioning: Heard
  /** A listener in ERROR: its amphorae do not listen there or, with OVN, all members of one of its pools are down. */
  readonly isDeaf: boolean
  /**
   * A pool in ERROR: none of its members answers the pool's health checks. Octavia then sets the whole load balancer to ERROR, even when another pool
   * serves.
   */
  readonly isDead: boolean
  /** The ids of the load balancers that this listener or pool belongs to. */
  readonly balancers: readonly string[]
  readonly changed: Date
}

/**
 * The listeners and pools that are judged one by one. Those of a load balancer that Octavia is changing or has given up are left out: that load
 * balancer is judged as a whole.
 */
export interface PartSweep {
  /**
   * `at`: the names of the load balancers that the part belongs to, such as `demo-kubeapi`. For a part without a load balancer, its own id.
   * `hasAmphorae`: none of these load balancers is one of OVN, which has no amphorae.
   */
  readonly seen: readonly { readonly part: Part; readonly at: string; readonly hasAmphorae: boolean }[]
  /** What a load balancer names and Octavia does not list. */
  readonly unlisted: readonly { readonly at: string; readonly id: string }[]
}

export function partsOf(balancers: readonly LoadBalancer[], parts: readonly Part[]): PartSweep {
  const settled = balancers.filter(({ provisioning }) => provisioning.is === 'good')
  const unsettled = new Set(balancers.filter((one) => !settled.includes(one)).map(({ id }) => id))
  const listed = new Set(parts.map(({ id }) => id))
  return {
    seen: parts
      .filter((part) => part.balancers.length === 0 || part.balancers.some((id) => !unsettled.has(id)))
      .map((part) => ({
        part,
        at: namesOf(part, balancers),
        hasAmphorae: balancers.every(({ id, provider }) => !part.balancers.includes(id) || makesAmphorae(provider)),
      })),
    unlisted: settled.flatMap(({ name, id: own, parts: named }) =>
      named.filter((id) => !listed.has(id)).map((id) => ({ at: name || own, id })),
    ),
  }
}

function namesOf(part: Part, balancers: readonly LoadBalancer[]): string {
  const own = balancers.filter(({ id }) => part.balancers.includes(id))
  return own.map(({ name, id }) => name || id).join(', ') || part.id
}

export const listeners: Resource<Part> = {
  service: 'load-balancer',
  path: '/v2/lbaas/listeners',
  key: 'listeners',
  row: (record) => partIn('listener', record),
}

export const pools: Resource<Part> = {
  service: 'load-balancer',
  path: '/v2/lbaas/pools',
  key: 'pools',
  row: (record) => partIn('pool', record),
}

function partIn(kind: Part['kind'], record: JsonObject): Part {
  const status = record.text('provisioning_status')
  return {
    kind,
    id: record.text('id'),
    name: textOrNull(record, 'name') ?? '',
    isEnabled: record.own('admin_state_up') === undefined || record.flag('admin_state_up'),
    get provisioning() {
      return partProvisioning.hear(status)
    },
    isDeaf: kind === 'listener' && isDeaf(record.text('operating_status')),
    isDead: kind === 'pool' && isDead(record.text('operating_status')),
    balancers: records(record, 'loadbalancers').map((one) => one.text('id')),
    changed: timeOrNull(record, 'updated_at') ?? timeIn(record, 'created_at'),
  }
}
