import type { CapiMachine } from '../kube/machines.ts'
import type { KubeNode } from '../kube/nodes.ts'
import type { MagnumCluster } from '../openstack/magnum/cluster.ts'
import type { Silent, Sweep } from '../unit.ts'
import { leftOut, type Orphan, type Pair, paired } from './pair.ts'
import { isComing, overdue } from './servers.ts'

export interface NodePairs extends Pair {
  /** Clusters that could not be asked. */
  readonly silent: readonly Silent[]
  /** Clusters of Magnum that could not be looked into, since the site has no kubeconfig for them. */
  readonly unnamed: readonly string[]
}

/**
 * Compares the Nodes of each workload cluster with the Machines that say they have become Nodes. The site lists these
 * clusters by their names in Magnum.
 */
export function nodePairs(
  { units, seen, silent }: Sweep<{ readonly name: string; readonly nodes: readonly KubeNode[] }>,
  machines: readonly CapiMachine[],
  clusters: readonly MagnumCluster[],
  now: Date,
  parked: readonly string[] = [],
): NodePairs {
  const strangers = new Set(seen.flatMap((one) => namesakes(one, machines, clusters)))
  const unnamed = clusters
    .filter((one) => strangers.has(one) || !units.includes(`workload/${one.name}`))
    .map((one) => (strangers.has(one) ? `${one.name} (${one.uuid})` : one.name))
  if (units.length === 0 && parked.length > 0) return { ...leftOut(`workload Nodes: ${parked.join(', ')}: parked`), silent, unnamed }
  if (units.length === 0) return { ...leftOut('workload Nodes: the site file has no kubeconfig of any cluster'), silent, unnamed }
  const pairs = seen.map(({ name, nodes }) => {
    const stackIds = clusters.filter((one) => one.name === name && !strangers.has(one)).map(({ stackId }) => stackId)
    return pairOf(
      name,
      machines.filter(({ cluster }) => stackIds.includes(cluster)),
      nodes,
      now,
    )
  })
  const sum = (side: 0 | 1) => pairs.reduce((total, { counts }) => total + counts[side], 0)
  return { counts: [sum(0), sum(1)], orphans: pairs.flatMap(({ orphans }): readonly Orphan[] => orphans), silent, unnamed }
}

/**
 * Clusters of different projects may have the same name. When one of the clusters with this name owns the Nodes, returns the others. When none owns
 * them, returns an empty list.
 */
function namesakes(
  { name, nodes }: { readonly name: string; readonly nodes: readonly KubeNode[] },
  machines: readonly CapiMachine[],
  clusters: readonly MagnumCluster[],
): readonly MagnumCluster[] {
  const named = clusters.filter((one) => one.name === name)
  const owns = ({ stackId }: MagnumCluster) =>
    machines.some(({ cluster, node }) => cluster === stackId && nodes.some((one) => one.name === node))
  return named.some(owns) ? named.filter((one) => !owns(one)) : []
}

function pairOf(cluster: string, machines: readonly CapiMachine[], nodes: readonly KubeNode[], now: Date): Pair {
  return paired(
    {
      things: machines,
      key: ({ node }) => node,
      overdue: (machine) => overdue(machine, now, `no Node of ${cluster}`),
      isSettled: ({ phase }) => phase !== 'Deleting',
      at: ({ namespace, name }) => `Machine ${namespace}/${name}`,
      lacks: ({ node }) => `has become Node ${node}, which ${cluster} does not have`,
    },
    {
      things: nodes,
      key: ({ name }) => name,
      isSettled: ({ createdAt }) => !isComing(createdAt, now),
      at: ({ name }) => `Node ${name} of ${cluster}`,
      lacks: () => 'no Machine on the management cluster names this Node',
    },
  )
}
