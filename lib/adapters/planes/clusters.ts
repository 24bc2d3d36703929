import { uuid } from '../../transport/names.ts'
import type { CapiObject } from '../kube/clusters.ts'
import type { MagnumCluster } from '../openstack/magnum/cluster.ts'
import type { LoadBalancer } from '../openstack/octavia/load-balancers.ts'
import { type Pair, paired } from './pair.ts'

/** Magnum's driver puts its clusters into namespaces with this prefix (magnum-capi-helm, namespace_prefix); other clusters are somebody else's. */
const ofMagnum = /^magnum-/

const path = ({ namespace, name }: CapiObject) => `${namespace}/${name}`

/** Pairs each Magnum cluster with a Cluster in Cluster API: Magnum's stack_id is the name of the Cluster. The driver makes up that name. */
export function magnumAndCapi(clusters: readonly MagnumCluster[], objects: readonly CapiObject[]): Pair {
  return paired(
    {
      things: clusters,
      key: ({ stackId }) => stackId,
      isSettled: ({ isMade }) => isMade,
      at: ({ name, uuid }) => `Magnum ${name} (${uuid})`,
      lacks: ({ stackId }) => `Cluster API has no Cluster ${stackId}`,
    },
    {
      things: objects.filter(({ namespace }) => ofMagnum.test(namespace)),
      key: ({ name }) => name,
      at: (one) => `Cluster ${path(one)}`,
      lacks: ({ name }) => `Magnum has no cluster whose stack_id is ${name}`,
    },
  )
}

/** A Cluster names its OpenStackCluster. The chart keeps the OpenStackCluster when its Helm release is deleted, so it may be left over. */
export function clusterAndInfrastructure(clusters: readonly CapiObject[], infrastructures: readonly CapiObject[]): Pair {
  return paired(
    {
      things: clusters,
      key: ({ namespace, infrastructure }) =>
        infrastructure?.startsWith('OpenStackCluster/') ? `${namespace}/${infrastructure.slice(17)}` : undefined,
      at: (one) => `Cluster ${path(one)}`,
      lacks: ({ infrastructure }) => `there is no ${infrastructure?.replace('/', ' ')} beside it`,
    },
    {
      things: infrastructures,
      key: path,
      at: (one) => `OpenStackCluster ${path(one)}`,
      lacks: () => 'no Cluster names it as its infrastructure',
    },
  )
}

/**
 * Matches load balancers with clusters. A cluster records the id of its API's load balancer. The name of a load balancer contains the name of its
 * cluster.
 */
export function balancersAndClusters(balancers: readonly LoadBalancer[], infrastructures: readonly CapiObject[]): Pair {
  const there = new Set(balancers.map(({ id }) => id))
  const named = balancers.flatMap((balancer) => {
    const cluster = clusterIn(balancer.name)
    return cluster === undefined ? [] : [{ balancer, cluster }]
  })
  return {
    counts: [named.length, infrastructures.length],
    orphans: [
      ...named
        .filter(({ cluster }) => !infrastructures.some(({ name }) => name === cluster))
        .filter(({ balancer }) => balancer.provisioning.is !== 'waiting')
        .map(({ balancer: { id, name, provisioning }, cluster }) => ({
          at: `load balancer ${name} (${id})`,
          saw: `is ${provisioning.word}, and Cluster API has no OpenStackCluster ${cluster}`,
        })),
      ...infrastructures
        .filter(({ loadBalancerId }) => loadBalancerId !== undefined && !there.has(loadBalancerId))
        .map((one) => ({ at: `OpenStackCluster ${path(one)}`, saw: `Octavia has no load balancer ${one.loadBalancerId}` })),
    ],
  }
}

/**
 * The cluster's name in the name of its load balancer. CAPO names the load balancer of the cluster's API; the cloud provider names those of services.
 * In a cluster of Magnum's Heat driver, the cloud provider writes the cluster's UUID in place of its name. A UUID matches the pattern too, so it is
 * left out.
 */
function clusterIn(balancer: string): string | undefined {
  const ofService = /^kube_service_([a-z0-9-]+-[a-z0-9]{12})_/.exec(balancer)?.[1]
  return /^k8s-clusterapi-cluster-magnum-[a-z0-9]+-(.+)-kubeapi$/.exec(balancer)?.[1] ?? (uuid.is(ofService ?? '') ? undefined : ofService)
}
