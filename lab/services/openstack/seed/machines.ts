import { state } from '../../../host/state.ts'
import { clusterOf } from '../../kube/seed/clusters.ts'
import type { Rest } from '../rest.ts'
import { bootServer } from './servers.ts'

/**
 * The endings of the machines' names, which follow the cluster's name and a hyphen. Each ending is the machine's group (`control-plane`,
 * `default-worker`) and then characters like those that Cluster API draws at random.
 */
export const machineEndings = { controlPlane: 'control-plane-7t9xk', worker: 'default-worker-q8r5t-m4k2w' } as const

/** Names of the workload cluster's machines, in Cluster API's form. Each is a server in nova, a Machine and a Node. */
export function clusterMachines(): { readonly [Which in keyof typeof machineEndings]: string } {
  const { name } = clusterOf(state('kube'))
  return { controlPlane: `${name}-${machineEndings.controlPlane}`, worker: `${name}-${machineEndings.worker}` }
}

/** Boots the servers of the cluster's machines, in the project that owns the cluster. */
export async function seedClusterServers(rest: Rest, image: string): Promise<void> {
  await Promise.all(Object.values(clusterMachines()).map((name) => bootClusterServer(rest, name, image)))
}

export function bootClusterServer(rest: Rest, name: string, image: string): Promise<string> {
  return bootServer(rest, name, image, 'k8s.node')
}
