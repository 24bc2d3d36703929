import { until } from '../../../host/run.ts'
import { state } from '../../../host/state.ts'
import { adminApi } from '../../kube/api.ts'
import { clusterPaths, type SeededCluster } from '../../kube/seed/clusters.ts'
import { settleCluster } from '../../kube/seed/parts.ts'
import type { Cloud } from '../cloud.ts'
import { poll } from '../conductor.ts'
import type { Rest } from '../rest.ts'

/** Magnum's answer about a cluster. */
export interface ClusterDetail {
  readonly uuid: string
  readonly user_id: string
  readonly project_id: string
  readonly stack_id: string | null
  readonly status: string
  readonly status_reason: string | null
  readonly health_status: string | null
  readonly health_status_reason: Readonly<Record<string, string>> | null
}

/** Requests a new cluster from Magnum as the user `owner`. Resolves when helm has made the Cluster object, or when Magnum reports CREATE_FAILED. */
export async function askForCluster(owner: Rest, name: string, template: string): Promise<ClusterDetail> {
  const wanted = { name, cluster_template_id: template, node_count: 1, master_count: 1 }
  const { uuid } = await owner.must('magnum', 'POST', '/clusters', wanted)
  const { api } = kube()
  await until(`the driver to make ${name}`, async () => {
    const detail = await detailOf(owner, uuid)
    if (detail === undefined || detail.stack_id === null) return detail?.status === 'CREATE_FAILED' ? undefined : 'it has no name yet'
    if (detail.status === 'CREATE_FAILED') return undefined
    const { status } = await api.send('GET', clusterPaths(inCapi(detail)).cluster)
    return status === 200 ? undefined : `helm has not made Cluster ${detail.stack_id}`
  })
  return mustShow(owner, uuid)
}

/** Makes a cluster that ends up healthy: the lab does what Cluster API's controllers would, and the driver's own poll finds it healthy. */
export async function makeCluster(cloud: Cloud, owner: Rest, name: string, template: string): Promise<SeededCluster> {
  const detail = await askForCluster(owner, name, template)
  if (detail.status === 'CREATE_FAILED') throw new Error(`cluster ${name}: ${detail.status_reason}`)
  await settleCluster(kube().api, inCapi(detail))
  await until(`cluster ${name} to be complete`, async () => {
    const { status } = await mustShow(owner, detail.uuid)
    return status === 'CREATE_COMPLETE' ? undefined : `it is ${status}`
  })
  await poll(cloud)
  const { health_status, health_status_reason } = await mustShow(owner, detail.uuid)
  if (health_status !== 'HEALTHY') throw new Error(`cluster ${name} is ${health_status}: ${JSON.stringify(health_status_reason)}`)
  return inCapi(detail)
}

/** The cluster's namespace and name in Cluster API. Throws when the driver has not named the cluster yet. */
export function inCapi({ project_id, stack_id, uuid }: ClusterDetail): SeededCluster {
  if (stack_id === null) throw new Error(`the driver has not named cluster ${uuid}`)
  return { namespace: `magnum-${project_id.toLowerCase().replace(/[^a-z0-9]/g, '')}`, name: stack_id }
}

/**
 * A cluster's detail by id or name. Undefined when Magnum does not show the cluster: a new one lacks its node groups for a moment, and a deleted one
 * is gone.
 */
export async function detailOf(rest: Rest, which: string): Promise<ClusterDetail | undefined> {
  const { status, body } = await rest.send('magnum', 'GET', `/clusters/${which}`)
  return status === 200 ? (body as ClusterDetail) : undefined
}

async function mustShow(rest: Rest, which: string): Promise<ClusterDetail> {
  return (await rest.must('magnum', 'GET', `/clusters/${which}`)) as ClusterDetail
}

function kube() {
  const dir = state('kube')
  return { dir, api: adminApi(dir) }
}
