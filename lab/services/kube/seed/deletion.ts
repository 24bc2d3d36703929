import type { Api } from '../api.ts'
import { accepted, mergePatch } from './accepted.ts'
import { clustersIn, openstackClustersIn, type SeededCluster } from './clusters.ts'
import { settleCluster } from './parts.ts'

/** Deletes the Cluster and its OpenStackCluster; their finalizers keep both, as when a controller cannot finish its work. */
export async function deleteCluster(api: Api, { namespace, name }: SeededCluster): Promise<void> {
  for (const path of [`${clustersIn(namespace)}/${name}`, `${openstackClustersIn(namespace)}/${name}`])
    await accepted(api, 'DELETE', path, undefined, [200, 202])
}

/** Removes the finalizers of the objects being deleted, and makes these objects again, in the state they had. */
export async function reviveCluster(api: Api, { namespace, name }: SeededCluster): Promise<void> {
  for (const path of [clustersIn(namespace), openstackClustersIn(namespace)]) {
    const { status, body } = await api.send('GET', `${path}/${name}`)
    if (status !== 200 || !body.metadata.deletionTimestamp) continue
    await accepted(api, 'PATCH', `${path}/${name}`, { metadata: { finalizers: null } }, [200], mergePatch)
    const { labels, annotations } = body.metadata
    const metadata = { name, namespace, labels, annotations }
    await accepted(api, 'POST', path, { apiVersion: body.apiVersion, kind: body.kind, metadata, spec: body.spec }, [201])
    await accepted(api, 'PATCH', `${path}/${name}/status`, { status: body.status ?? {} }, [200], mergePatch)
  }
  await settleCluster(api, { namespace, name })
}
