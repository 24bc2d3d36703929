import { keystoneId, type NameKind, uuid } from '../../../transport/names.ts'
import { NotUnderstood } from '../../command.ts'
import type { Heard } from '../../heard.ts'
import type { JsonObject } from '../../json.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { timeIn, timeOrNull } from '../time.ts'
import { gatesNamedBy } from './driver-failures.ts'
import { faultsOf, type Health, healthOf, healthRecordIn } from './health.ts'
import { type Labels, labelsIn } from './labels.ts'
import { clusterStatus } from './states.ts'
import { containerInfra } from './version.ts'

/** A cluster, from its detail in Magnum. */
export interface MagnumCluster {
  readonly uuid: string
  readonly name: string
  /** `CREATE_COMPLETE`, `DELETE_IN_PROGRESS` */
  readonly state: Heard
  /** Magnum's last operation on it is its deletion, whether still under way, complete or failed. */
  readonly isLeaving: boolean
  /** Magnum's last operation on the cluster succeeded and was not a deletion: true for `CREATE_COMPLETE`, false for `DELETE_COMPLETE`. */
  readonly isStanding: boolean
  readonly isBeingCreated: boolean
  /** Its creation succeeded, and it is being neither changed nor deleted. A later change may have failed. */
  readonly isMade: boolean
  /**
   * The reasons for the cluster's state: Magnum's own, those of the cluster's node groups, and the cluster's unhealthy parts. Joined by semicolons:
   * `no valid host; infrastructure: CreateError`.
   */
  readonly reason: string
  /** For a cluster that has failed: `CREATE_FAILED; Failed to create the load balancer; default-worker: no valid host` */
  readonly failure?: string
  /** The gates that check the cause named in the driver's reason; empty where the reason names no cause. */
  readonly failedAt: readonly string[]
  /** Magnum is still carrying out an operation on the cluster. */
  readonly isChanging: boolean
  /** How long Magnum allows for the creation; absent where it sets no limit. */
  readonly createMinutes?: number
  /** Its name in Cluster API and Helm, `demo-x7k2p4q9w1zt`; absent until the driver has made one up. */
  readonly stackId?: string
  /**
   * Whether the driver never finds the cluster's parts, because their name has two hyphens in a row where the driver looks for one
   * (magnum_capi_helm/driver_utils.py). The driver cuts a name after thirty characters and appends a hyphen, even when the cut ends in a hyphen.
   */
  readonly isSoughtUnderAnotherName: boolean
  readonly projectId: string
  /** The user whose application credential the cluster runs with. */
  readonly userId: string
  readonly templateId: string
  readonly labels: Labels
  readonly health: Health
  /** Its nodes, by Magnum's count: workers and control plane. */
  readonly nodeCount: number
  /**
   * When Magnum's record of the cluster last changed. The status has not changed after this time. A poll that finds the same health leaves the
   * record as it is.
   */
  readonly changedAt: Date
}

/** A cluster's row in the list: enough to ask for the detail, and to check it. */
export interface ListedCluster {
  readonly uuid: string
  readonly labels: Labels
}

export const listedClusters: Resource<ListedCluster> = {
  ...containerInfra,
  path: '/v1/clusters',
  key: 'clusters',
  row: (record) => ({ uuid: idIn(record, 'uuid', uuid), labels: labelsIn(record) }),
}

/** GET /v1/clusters/<uuid>. The health is judged only when it is read, because most gates do not use it. */
export function magnumCluster(record: JsonObject): MagnumCluster {
  const status = record.text('status')
  const [isLeaving, isChanging] = [status.startsWith('DELETE_'), status.endsWith('_IN_PROGRESS')]
  const stackId = textOrNull(record, 'stack_id')
  const health = healthRecordIn(record)
  const own = reasonsIn(record)
  const createMinutes = (record.own('create_timeout') ?? null) === null ? 0 : record.integer('create_timeout')
  return {
    uuid: idIn(record, 'uuid', uuid),
    name: record.text('name'),
    state: clusterStatus.hear(status),
    isLeaving,
    isChanging,
    isStanding: status.endsWith('_COMPLETE') && !isLeaving,
    isBeingCreated: status === 'CREATE_IN_PROGRESS',
    isSoughtUnderAnotherName: stackId?.includes('--') ?? false,
    isMade: !isChanging && !isLeaving && status !== 'CREATE_FAILED',
    projectId: idIn(record, 'project_id', keystoneId),
    userId: idIn(record, 'user_id', keystoneId),
    templateId: record.text('cluster_template_id'),
    labels: labelsIn(record),
    get health() {
      return healthOf(health)
    },
    get reason() {
      return [...own, ...faultsOf(health)].join('; ') || 'Magnum gives no reason'
    },
    failedAt: status.endsWith('_FAILED') ? gatesNamedBy(own.join('; ')) : [],
    nodeCount: record.integer('node_count') + record.integer('master_count'),
    changedAt: timeOrNull(record, 'updated_at') ?? timeIn(record, 'created_at'),
    ...(createMinutes > 0 ? { createMinutes } : {}),
    ...(status.endsWith('_FAILED') ? { failure: [status, ...(own.length === 0 ? ['Magnum gives no reason'] : own)].join('; ') } : {}),
    ...(stackId === undefined ? {} : { stackId }),
  }
}

/** Reads an id that is put into paths and commands. Throws NotUnderstood when the id does not have the form that `kind` wants. */
function idIn(record: JsonObject, key: string, kind: NameKind): string {
  const id = record.text(key)
  if (kind.is(id)) return id
  throw new NotUnderstood(`${record.at === '' ? '' : `${record.at}.`}${key}: wanted ${kind.wanted}, got ${JSON.stringify(id.slice(0, 60))}`)
}

/** Magnum's own reason for the state, which the driver magnum-capi-helm leaves empty, and the reason that each node group gives. */
function reasonsIn(record: JsonObject): readonly string[] {
  const faults = (record.own('faults') ?? null) === null ? undefined : record.object('faults')
  const ofGroups = faults?.keys().map((group) => `${group}: ${textOrNull(faults, group) ?? 'no reason given'}`) ?? []
  const own = textOrNull(record, 'status_reason')
  return [...(own === undefined || own === '' ? [] : [own]), ...ofGroups]
}
