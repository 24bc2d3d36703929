import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One workload cluster as Cluster API keeps it: a Cluster and its OpenStackCluster, of the same name. No controller looks after them. */
export interface SeededCluster {
  /** `magnum-` and the id of the project. */
  readonly namespace: string
  /** Magnum's stack_id: the cluster's name and twelve random characters. */
  readonly name: string
}

export const demo: SeededCluster = { namespace: 'magnum-5f2d8c1e4b7a4c0e9d3f6a1b2c3d4e5f', name: 'demo-x7k2p4q9w1zt' }

/** The cluster that Magnum's driver made on this management cluster; without Magnum, the seeded cluster. */
export function clusterOf(dir: string): SeededCluster {
  const note = noteIn(dir)
  return existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as SeededCluster) : demo
}

/** Records the cluster that Magnum's driver made, so that faults and the next start of the lab use it. */
export function noteCluster(dir: string, cluster: SeededCluster): void {
  writeFileSync(noteIn(dir), JSON.stringify(cluster))
}

/** Forgets the cluster that Magnum's driver made: from now on `clusterOf` returns the seeded cluster. */
export function forgetCluster(dir: string): void {
  rmSync(noteIn(dir), { force: true })
}

function noteIn(dir: string): string {
  return join(dir, 'cluster.json')
}

/** The API paths of a cluster and of what belongs to it: its OpenStackCluster, its groups, and the Machines of its namespace. */
export function clusterPaths({ namespace, name }: SeededCluster): {
  readonly cluster: string
  readonly infrastructure: string
  readonly machines: string
} {
  return {
    cluster: `${clustersIn(namespace)}/${name}`,
    infrastructure: `${openstackClustersIn(namespace)}/${name}`,
    machines: `/apis/cluster.x-k8s.io/v1beta1/namespaces/${namespace}/machines`,
  }
}

export function clustersIn(namespace: string): string {
  return `/apis/cluster.x-k8s.io/v1beta1/namespaces/${namespace}/clusters`
}

export function openstackClustersIn(namespace: string): string {
  return `/apis/infrastructure.cluster.x-k8s.io/v1beta1/namespaces/${namespace}/openstackclusters`
}
