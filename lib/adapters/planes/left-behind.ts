import { uuid } from '../../transport/names.ts'
import { shellLine } from '../../transport/question.ts'
import type { CapiObject } from '../kube/clusters.ts'
import type { Volume } from '../openstack/cinder/volumes.ts'
import type { MagnumCluster } from '../openstack/magnum/cluster.ts'
import type { FloatingIp } from '../openstack/neutron/floating-ips.ts'
import type { Network } from '../openstack/neutron/networks.ts'
import type { DescribedPort } from '../openstack/neutron/ports.ts'
import type { Router } from '../openstack/neutron/routers.ts'
import type { SecurityGroup } from '../openstack/neutron/security-groups.ts'
import type { Subnet } from '../openstack/neutron/subnets.ts'
import type { Pair } from './pair.ts'

/** All objects of the kinds that a cluster makes for itself. */
export interface Things {
  readonly networks: readonly Pick<Network, 'id' | 'name'>[]
  readonly subnets: readonly Pick<Subnet, 'id' | 'name'>[]
  readonly routers: readonly Router[]
  readonly ports: readonly DescribedPort[]
  readonly floatingIps: readonly FloatingIp[]
  readonly securityGroups: readonly SecurityGroup[]
  readonly volumes: readonly Volume[]
}

/** The clusters that Magnum and Cluster API still have. */
export interface Known {
  readonly magnum: readonly MagnumCluster[]
  /** Clusters and OpenStackClusters. */
  readonly capi: readonly CapiObject[]
}

export interface Remains extends Pair {
  /**
   * The kinds of object, such as `network`, for which Neutron's list is empty, although every cloud with clusters has such objects. A cloud may have
   * no floating IPs. So `floating ip` is included only when Neutron lists ports of floating IPs, but no floating IP.
   */
  readonly unseen: readonly string[]
}

type NeutronKind = 'network' | 'subnet' | 'router' | 'port' | 'floating ip' | 'security group'

interface Named {
  readonly kind: NeutronKind | 'volume'
  readonly id: string
  readonly name: string
  /** `demo-x7k2p4q9w1zt` */
  readonly cluster: string
}

/**
 * The things of clusters that neither Magnum nor Cluster API knows any more. A thing counts only when it carries a cluster name as Magnum's driver
 * makes it: the name in Magnum, and twelve characters. Things of Neutron must also carry the cluster's namespace, `magnum-<project>`, in front of
 * that name. Volumes and the floating IPs of Services carry no namespace.
 */
export function leftBehind(things: Things, { magnum, capi }: Known): Remains {
  const known = new Set([...magnum.flatMap(({ stackId }) => stackId ?? []), ...capi.map(({ name }) => name)])
  const named = namedIn(things)
  return {
    counts: [named.length, known.size],
    unseen: unseenIn(things),
    orphans: named
      .filter(({ cluster }) => !known.has(cluster))
      .map(({ kind, id, name, cluster }) => ({
        at: `${kind} ${name} (${id})`,
        saw: `is of cluster ${cluster}, which neither Magnum nor Cluster API knows`,
        fix: shellLine(['openstack', ...kind.split(' '), 'show', id]),
      })),
  }
}

function unseenIn({ networks, subnets, routers, ports, floatingIps, securityGroups }: Things): readonly NeutronKind[] {
  const kinds = { network: networks, subnet: subnets, router: routers, port: ports, 'security group': securityGroups }
  const empty: NeutronKind[] = Object.entries(kinds).flatMap(([kind, list]) => (list.length === 0 ? [kind as keyof typeof kinds] : []))
  const isShort = floatingIps.length === 0 && ports.some(({ isOfFloatingIp }) => isOfFloatingIp)
  return isShort ? [...empty, 'floating ip'] : empty
}

function namedIn({ networks, subnets, routers, ports, floatingIps, securityGroups, volumes }: Things): readonly Named[] {
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
    ...of('network', networks, ofNetwork),
    ...of('subnet', subnets, ofNetwork),
    ...of('router', routers, ofNetwork),
    ...ports.flatMap(({ id, name, description = '' }) => of('port', [{ id, name }], () => portDescription.exec(description)?.[1])),
    ...floatingIps.flatMap(({ id, address, description = '' }) =>
      of('floating ip', [{ id, name: address }], () => ofFloatingIp(description)),
    ),
    ...of('security group', securityGroups, (name) => groupName.exec(name)?.[1]),
    ...volumes.flatMap(({ id, name, cluster }) =>
      cluster !== undefined && stackId.test(cluster) ? [{ kind: 'volume' as const, id, name, cluster }] : [],
    ),
  ]
}

/** The id that Magnum's driver makes up: the cluster's name and twelve characters. */
const stackId = /^[a-z0-9-]+-[a-z0-9]{12}$/
const ofNetwork = (name: string) => networkName.exec(name)?.[1]
/** CAPO gives networks, subnets and routers the same name (pkg/cloud/services/networking): a prefix, the cluster's namespace and its name. */
const networkName = /^k8s-clusterapi-cluster-magnum-[a-z0-9]+-([a-z0-9-]+-[a-z0-9]{12})$/
/**
 * CAPO's GetDescription (pkg/utils/names/names.go) writes this description. A port's name lacks the cluster's namespace, so only the description
 * shows that a port belongs to a cluster of Magnum.
 */
const portDescription = /^Created by cluster-api-provider-openstack cluster magnum-[a-z0-9]+-([a-z0-9-]+-[a-z0-9]{12})$/
/**
 * The cluster that a floating IP was made for, read from the description of the floating IP. For a cluster's API, CAPO writes the same description
 * as for a port. For a Service, the cloud controller writes a description with the name of the cluster (pkg/openstack/loadbalancer.go). In a cluster
 * of Magnum's Heat driver, this name is a UUID. Such a floating IP is left out.
 */
function ofFloatingIp(description: string): string | undefined {
  const ofService = serviceDescription.exec(description)?.[1]
  return portDescription.exec(description)?.[1] ?? (uuid.is(ofService ?? '') ? undefined : ofService)
}
const serviceDescription = /^Floating IP for Kubernetes external service .+ from cluster ([a-z0-9-]+-[a-z0-9]{12})$/
/** CAPO, pkg/cloud/services/networking/securitygroups.go. */
const groupName = /^k8s-cluster-magnum-[a-z0-9]+-([a-z0-9-]+-[a-z0-9]{12})-secgroup-(?:controlplane|worker|bastion|all)$/
