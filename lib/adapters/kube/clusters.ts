import type { JsonObject } from '../json.ts'
import type { ListOf } from './list.ts'
import { type Meta, metaOf } from './meta.ts'

/** A Cluster or an OpenStackCluster on the management cluster, by the names the API lists them under. */
export interface CapiObject extends Pick<Meta, 'namespace' | 'name' | 'deletingSince' | 'finalizers' | 'owners'> {
  readonly kind: 'Cluster' | 'OpenStackCluster'
  /**
   * What keeps every controller from touching it: `spec` of a Cluster, which counts for all that belongs to it, or an annotation of its own.
   * Absent: it is not paused.
   */
  readonly pausedBy?: 'spec' | 'annotation'
  /** Of a Cluster: `OpenStackCluster/demo-x7k2p4q9w1zt`; absent before it has one, and of an OpenStackCluster. */
  readonly infrastructure?: string
  /** Of an OpenStackCluster: Octavia's id of what its API is reached by; absent until it has one, and of a Cluster. */
  readonly loadBalancerId?: string
}

/** As the driver sees them: v1beta1, though the API prefers v1beta2. */
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
