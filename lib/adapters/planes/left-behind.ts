import { shellLine } from '../../transport/question.ts'
import type { CapiObject } from '../kube/clusters.ts'
import type { Volume } from '../openstack/cinder/volumes.ts'
import type { MagnumCluster } from '../openstack/magnum/cluster.ts'
import type { Network } from '../openstack/neutron/networks.ts'
import type { SecurityGroup } from '../openstack/neutron/security-groups.ts'
import type { Pair } from './pair.ts'

/** What there is of each kind that a cluster makes for itself. */
export interface Things {
  readonly networks: readonly Pick<Network, 'id' | 'name'>[]
  readonly securityGroups: readonly SecurityGroup[]
  readonly volumes: readonly Volume[]
}

/** What may still know a cluster. */
export interface Known {
  readonly magnum: readonly MagnumCluster[]
  /** Clusters and OpenStackClusters. */
  readonly capi: readonly CapiObject[]
}

export interface Remains extends Pair {
  /** Kinds of which Neutron lists not even one, though every cloud with clusters has them. */
  readonly unseen: readonly string[]
}

interface Named {
  readonly kind: 'network' | 'security group' | 'volume'
  readonly id: string
  readonly name: string
  /** `demo-x7k2p4q9w1zt` */
  readonly cluster: string
}

/**
 * Networks, security groups and volumes that bear the name of a cluster which neither Magnum nor Cluster API knows any more. The name alone
 * says whose they are, so only those count that are named as Magnum's driver has it: in a namespace `magnum-<project>`, with twelve
 * characters behind the cluster's own name.
 */
export function leftBehind(things: Things, { magnum, capi }: Known): Remains {
  const known = new Set([...magnum.flatMap(({ stackId }) => stackId ?? []), ...capi.map(({ name }) => name)])
  const named = namedIn(things)
  return {
    counts: [named.length, known.size],
    unseen: [...(things.networks.length === 0 ? ['network'] : []), ...(things.securityGroups.length === 0 ? ['security group'] : [])],
    orphans: named
      .filter(({ cluster }) => !known.has(cluster))
      .map(({ kind, id, name, cluster }) => ({
        at: `${kind} ${name} (${id})`,
        saw: `is of cluster ${cluster}, which neither Magnum nor Cluster API knows`,
        fix: shellLine(['openstack', ...kind.split(' '), 'show', id]),
      })),
  }
}

function namedIn({ networks, securityGroups, volumes }: Things): readonly Named[] {
  const of = (
    kind: Named['kind'],
    things: readonly { readonly id: string; readonly name: string }[],
    clusterIn: (name: string) => string | undefined,
  ) =>
    things.flatMap(({ id, name }) => {
      const cluster = clusterIn(name)
      return cluster === undefined ? [] : [{ kind, id, name, cluster }]
    })
  return [
    ...of('network', networks, (name) => networkName.exec(name)?.[1]),
    ...of('security group', securityGroups, (name) => groupName.exec(name)?.[1]),
    ...volumes.flatMap(({ id, name, cluster }) =>
      cluster !== undefined && stackId.test(cluster) ? [{ kind: 'volume' as const, id, name, cluster }] : [],
    ),
  ]
}

/** As Magnum's driver makes it up: the cluster's name and twelve characters. */
const stackId = /^[a-z0-9-]+-[a-z0-9]{12}$/
/** CAPO, pkg/cloud/services/networking/network.go: the prefix, the namespace and the name of the cluster. */
const networkName = /^k8s-clusterapi-cluster-magnum-[a-z0-9]+-([a-z0-9-]+-[a-z0-9]{12})$/
/** CAPO, pkg/cloud/services/networking/securitygroups.go. */
const groupName = /^k8s-cluster-magnum-[a-z0-9]+-([a-z0-9-]+-[a-z0-9]{12})-secgroup-(?:controlplane|worker|bastion|all)$/
