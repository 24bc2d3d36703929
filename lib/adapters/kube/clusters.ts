import type { JsonObject } from '../json.ts'
import type { ListOf } from './list.ts'
import { type Meta, metaOf } from './meta.ts'

/** A Cluster or an OpenStackCluster on the management cluster, as the API lists it. */
export interface CapiObject extends Pick<Meta, 'namespace' | 'name' | 'deletingSince' | 'finalizers' | 'owners'> {
  readonly kind: 'Cluster' | 'OpenStackCluster'
  /**
   * What pauses the object, so that every controller leaves it alone: an annotation of its own, or the `spec` of a Cluster, which also pauses
   * everything that belongs to the Cluster. Absent: it is not paused.
   */
  readonly pausedBy?: 'spec' | 'annotation'
  /**
   * For a Cluster: the infrastructure object that it refers to, such as `OpenStackCluster/demo-x7k2p4q9w1zt`. Absent until the Cluster refers to
   * one. An entry that is itself an OpenStackCluster never has this field.
   */
  readonly infrastructure?: string
  /** For an OpenStackCluster: Octavia's id of the load balancer in front of its API; absent until it has one. Always absent for a Cluster. */
  readonly loadBalancerId?: string
}

/** Read in v1beta1, as the driver does, although the API prefers v1beta2. */
export const clusters: ListOf<CapiObject> = {
  path: '/apis/cluster.x-k8s.io/v1beta1/clusters',
  kind: 'ClusterList',
  item: (object) => {
    const spec = object.object('spec')
    const infrastructure = infrastructureOf(spec)
    const isPaused = spec.has('paused') && spec.flag('paused')
    return {
      kind: 'Cluster',
      ...named(object),
      ...(isPaused ? { pausedBy: 'spec' as const } : {}),
      ...(infrastructure === undefined ? {} : { infrastructure }),
    }
  },
}

export const openstackClusters: ListOf<CapiObject> = {
  path: '/apis/infrastructure.cluster.x-k8s.io/v1beta1/openstackclusters',
  kind: 'OpenStackClusterList',
  item: (object) => {
    const status = object.own('status') === undefined ? undefined : object.object('status')
    const loadBalancerId = status?.has('apiServerLoadBalancer') ? status.object('apiServerLoadBalancer').optionalText('id') : undefined
    return { kind: 'OpenStackCluster', ...named(object), ...(loadBalancerId === undefined ? {} : { loadBalancerId }) }
  },
}

function named(object: JsonObject): Omit<CapiObject, 'kind' | 'infrastructure'> {
  const { namespace, name, deletingSince, finalizers, owners, isPaused } = metaOf(object)
  return {
    namespace,
    name,
    finalizers,
    owners,
    ...(isPaused ? { pausedBy: 'annotation' as const } : {}),
    ...(deletingSince === undefined ? {} : { deletingSince }),
  }
}

function infrastructureOf(spec: JsonObject): string | undefined {
  if (!spec.has('infrastructureRef')) return undefined
  const reference = spec.object('infrastructureRef')
  return `${reference.text('kind')}/${reference.text('name')}`
}
