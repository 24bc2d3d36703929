import { nodeName } from '../../node/machine.ts'
import type { Api } from '../api.ts'
import { accepted, mergePatch } from './accepted.ts'
import { clusterPaths, forgetCluster } from './clusters.ts'
import { partsOf } from './parts.ts'

/** Removes every cluster and all that belongs to it, so that the lab looks as if it had never had a cluster. */
export async function clearClusters(dir: string, api: Api): Promise<void> {
  forgetCluster(dir)
  // every node that the lab's kubelet has not registered
  await removeAll(api, '/api/v1/nodes', (name) => name !== nodeName)
  const { body } = await api.send('GET', '/api/v1/namespaces')
  const namespaces = (body.items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name)
  for (const namespace of namespaces.filter((one) => one.startsWith('magnum-'))) {
    const kinds = partsOf({ namespace, name: '' }).map(({ path }) => path)
    const core = ['secrets', 'configmaps'].map((plural) => `/api/v1/namespaces/${namespace}/${plural}`)
    for (const path of [...kinds, clusterPaths({ namespace, name: '' }).machines, ...core]) await removeAll(api, path)
  }
}

async function removeAll(api: Api, path: string, goes: (name: string) => boolean = () => true): Promise<void> {
  const { body } = await api.send('GET', path)
  for (const { metadata } of (body.items ?? []) as { metadata: { name: string; finalizers?: readonly string[] } }[]) {
    if (!goes(metadata.name)) continue
    const one = `${path}/${metadata.name}`
    if (metadata.finalizers) await accepted(api, 'PATCH', one, { metadata: { finalizers: null } }, [200, 404], mergePatch)
    await accepted(api, 'DELETE', one, undefined, [200, 202, 404])
  }
}
