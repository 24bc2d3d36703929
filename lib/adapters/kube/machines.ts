import { NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import type { ListOf } from './list.ts'
import { type Meta, metaOf } from './meta.ts'

/** One machine of a cluster that Cluster API builds. */
export interface CapiMachine extends Pick<Meta, 'namespace' | 'name' | 'createdAt' | 'deletingSince'> {
  /** The Cluster it is part of: `demo-x7k2p4q9w1zt` */
  readonly cluster: string
  /** `Pending`, `Provisioning`, `Provisioned`, `Running`, `Deleting`, `Failed` … */
  readonly phase: string
  /** The nova server that the machine runs on; absent until there is one. */
  readonly serverId?: string
  /** The name of the machine's Node in the workload cluster. Absent until the machine has joined that cluster. */
  readonly node?: string
}

/** Read in v1beta1, as the driver does. */
export const machines: ListOf<CapiMachine> = {
  path: '/apis/cluster.x-k8s.io/v1beta1/machines',
  kind: 'MachineList',
  item: (object) => {
    const { namespace, name, createdAt, deletingSince } = metaOf(object)
    const [spec, status] = [object.object('spec'), object.own('status') === undefined ? undefined : object.object('status')]
    const [serverId, node] = [serverIn(spec), status?.has('nodeRef') ? status.object('nodeRef').text('name') : undefined]
    return {
      namespace,
      name,
      createdAt,
      ...(deletingSince === undefined ? {} : { deletingSince }),
      cluster: spec.text('clusterName'),
      phase: status?.optionalText('phase') ?? 'Unknown',
      ...(serverId === undefined ? {} : { serverId }),
      ...(node === undefined ? {} : { node }),
    }
  },
}

/**
 * The id of the nova server, from a providerID such as `openstack:///4b0c7e52-…`, which may have a region in front of the id
 * (cloud-provider-openstack, instances.go). Undefined when there is no providerID yet.
 */
function serverIn(spec: JsonObject): string | undefined {
  const provider = spec.optionalText('providerID')
  if (provider === undefined) return undefined
  const id = /^openstack:\/\/[^/]*\/([\w-]+)$/.exec(provider)?.[1]
  if (id === undefined)
    throw new NotUnderstood(`spec.providerID: wanted a server of OpenStack, got ${JSON.stringify(provider.slice(0, 80))}`)
  return id
}
