import { state } from '../../../host/state.ts'
import { clusterOf } from '../../kube/seed/clusters.ts'
import type { Rest } from '../rest.ts'
import { bootServer } from './servers.ts'

/** What the machines of a cluster are called after its own name and their group's. */
export const machineEndings = { controlPlane: 'control-plane-7t9xk', worker: 'default-worker-q8r5t-m4k2w' } as const

/** What the workload cluster is made of, named as Cluster API names it: a server of nova each, a Machine, a Node. */
export function clusterMachines(): { readonly [Which in keyof typeof machineEndings]: string } {
  const { name } = clusterOf(state('kube'))
  return { controlPlane: `${name}-${machineEndings.controlPlane}`, worker: `${name}-${machineEndings.worker}` }
}

/** The servers of the cluster's machines, in the project that owns it. */
export async function seedClusterServers(rest: Rest, image: string): Promise<void> {
  await Promise.all(Object.values(clusterMachines()).map((name) => bootClusterServer(rest, name, image)))
}

export function bootClusterServer(rest: Rest, name: string, image: string): Promise<string> {
  return bootServer(rest, name, image, 'k8s.node')
}
