import { demo } from '../../kube/seed/clusters.ts'
import type { Rest } from '../rest.ts'
import { bootServer } from './servers.ts'

/** What the workload cluster is made of, named as Cluster API names it: a server of nova each, a Machine, a Node. */
export const clusterMachines = {
  controlPlane: `${demo.name}-control-plane-7t9xk`,
  worker: `${demo.name}-default-worker-q8r5t-m4k2w`,
} as const

/** The servers of the cluster's machines, in the project that owns it. */
export async function seedClusterServers(rest: Rest, image: string): Promise<void> {
  await Promise.all(Object.values(clusterMachines).map((name) => bootClusterServer(rest, name, image)))
}

export function bootClusterServer(rest: Rest, name: string, image: string): Promise<string> {
  return bootServer(rest, name, image, 'k8s.node')
}
