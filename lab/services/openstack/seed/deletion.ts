import { until } from '../../../host/run.ts'
import { state } from '../../../host/state.ts'
import { adminApi } from '../../kube/api.ts'
import { accepted, mergePatch } from '../../kube/seed/accepted.ts'
import { partsOf, settleCluster } from '../../kube/seed/parts.ts'
import type { Cloud } from '../cloud.ts'
import { ownerOf, type Rest } from '../rest.ts'
import { type ClusterDetail, detailOf, inCapi } from './cluster.ts'

/**
 * Starts the deletion of a cluster through Magnum, and returns before the deletion ends. The cluster's Cluster and OpenStackCluster are then
 * marked for deletion, but the controllers' finalizers keep them.
 */
export async function beginDeletion(owner: Rest, detail: ClusterDetail): Promise<void> {
  const api = adminApi(state('kube'))
  await settleCluster(api, inCapi(detail))
  await owner.must('magnum', 'DELETE', `/clusters/${detail.uuid}`)
  const [whole, infrastructure] = partsOf(inCapi(detail))
  if (whole === undefined || infrastructure === undefined) throw new Error('a cluster has no parts')
  await until(`helm to delete Cluster ${detail.stack_id}`, async () => {
    const { body } = await api.send('GET', `${whole.path}/${whole.group}`)
    return body.metadata?.deletionTimestamp ? undefined : 'it is not being deleted'
  })
  // An annotation makes helm keep the OpenStackCluster. A controller would delete it together with its Cluster, but the lab runs no controllers,
  // so it is deleted here.
  await accepted(api, 'DELETE', `${infrastructure.path}/${infrastructure.group}`, undefined, [200, 202])
}

/**
 * Removes a cluster of that name, whatever its state: no finalizer keeps it, and the conductor's own timer notices within ten seconds that it is
 * gone.
 */
export async function endCluster(cloud: Cloud, name: string): Promise<void> {
  const owner = await ownerOf(cloud.identity)
  try {
    const { clusters } = await owner.must('magnum', 'GET', '/clusters')
    for (const one of clusters as readonly { uuid: string; name: string }[]) if (one.name === name) await end(owner, one.uuid)
  } finally {
    owner.close()
  }
}

async function end(owner: Rest, uuid: string): Promise<void> {
  const detail = await detailOf(owner, uuid)
  if (detail?.status !== 'DELETE_IN_PROGRESS') await owner.must('magnum', 'DELETE', `/clusters/${uuid}`)
  await until(`cluster ${uuid} to be gone`, async () => {
    if (detail?.stack_id) await removeParts(detail)
    const now = await detailOf(owner, uuid)
    return now === undefined ? undefined : `it is ${now.status}: ${now.status_reason}`
  })
}

async function removeParts(detail: ClusterDetail): Promise<void> {
  const api = adminApi(state('kube'))
  for (const { path, group } of partsOf(inCapi(detail))) {
    const one = `${path}/${group}`
    if ((await api.send('GET', one)).status === 404) continue
    await accepted(api, 'PATCH', one, { metadata: { finalizers: null } }, [200, 404], mergePatch)
    await accepted(api, 'DELETE', one, undefined, [200, 202, 404])
  }
}
