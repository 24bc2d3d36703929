import { keystoneId, type NameKind, uuid } from '../../../transport/names.ts'
import { NotUnderstood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'
import { textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { timeIn, timeOrNull } from '../time.ts'
import { type Health, healthIn } from './health.ts'
import { type Labels, labelsIn } from './labels.ts'
import { containerInfra } from './version.ts'

/** A cluster as Magnum's detail tells it. */
export interface MagnumCluster {
  readonly uuid: string
  readonly name: string
  /** `CREATE_COMPLETE`, `DELETE_IN_PROGRESS` */
  readonly status: string
  /** Of one that has failed: `CREATE_FAILED; Failed to create the load balancer; default-worker: no valid host` */
  readonly failure?: string
  /** Magnum has not yet ended what it was told to do with it. */
  readonly isChanging: boolean
  /** Its name in Cluster API and Helm, `demo-x7k2p4q9w1zt`; absent before the driver has made one up. */
  readonly stackId?: string
  readonly projectId: string
  /** Whose application credential it runs with. */
  readonly userId: string
  readonly templateId: string
  readonly labels: Labels
  readonly health: Health
  /** Its nodes, by Magnum's count: workers and control plane. */
  readonly nodeCount: number
  /**
   * When its record last changed. The age of what it is at now is at least that: a poll that finds another health changes the record too,
   * one that finds the same does not.
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

/** GET /v1/clusters/<uuid>. */
export function magnumCluster(record: JsonObject): MagnumCluster {
  const status = record.text('status')
  const stackId = textOrNull(record, 'stack_id')
  return {
    uuid: idIn(record, 'uuid', uuid),
    name: record.text('name'),
    status,
    isChanging: status.endsWith('_IN_PROGRESS'),
    projectId: idIn(record, 'project_id', keystoneId),
    userId: idIn(record, 'user_id', keystoneId),
    templateId: record.text('cluster_template_id'),
    labels: labelsIn(record),
    health: healthIn(record),
    nodeCount: record.integer('node_count') + record.integer('master_count'),
    changedAt: timeOrNull(record, 'updated_at') ?? timeIn(record, 'created_at'),
    ...(status.endsWith('_FAILED') ? { failure: failureIn(record, status) } : {}),
    ...(stackId === undefined ? {} : { stackId }),
  }
}

/** An id that is put into paths and commands. */
function idIn(record: JsonObject, key: string, kind: NameKind): string {
  const id = record.text(key)
  if (kind.is(id)) return id
  throw new NotUnderstood(`${record.at === '' ? '' : `${record.at}.`}${key}: wanted ${kind.wanted}, got ${JSON.stringify(id.slice(0, 60))}`)
}

/** Magnum's own reason, and what it tells of each node group. */
function failureIn(record: JsonObject, status: string): string {
  const faults = (record.own('faults') ?? null) === null ? undefined : record.object('faults')
  const ofGroups = faults?.keys().map((group) => `${group}: ${textOrNull(faults, group) ?? 'no reason given'}`) ?? []
  return [status, textOrNull(record, 'status_reason') ?? 'Magnum gives no reason', ...ofGroups].join('; ')
}
