import type { Api } from '../api.ts'
import { accepted, mergePatch } from './accepted.ts'

/** One workload cluster as Cluster API keeps it: a Cluster and its OpenStackCluster, of the same name. No controller looks after them. */
export interface SeededCluster {
  /** `magnum-` and the id of the project. */
  readonly namespace: string
  /** Magnum's stack_id: the cluster's name and twelve random characters. */
  readonly name: string
}

export const demo: SeededCluster = { namespace: 'magnum-5f2d8c1e4b7a4c0e9d3f6a1b2c3d4e5f', name: 'demo-x7k2p4q9w1zt' }

const capo = 'openstackcluster.infrastructure.cluster.x-k8s.io'
const janitor = 'janitor.capi.stackhpc.com'

export async function seedCluster(api: Api, { namespace, name }: SeededCluster = demo): Promise<void> {
  await accepted(api, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, [201, 409])
  await accepted(
    api,
    'POST',
    clustersIn(namespace),
    {
      apiVersion: 'cluster.x-k8s.io/v1beta1',
      kind: 'Cluster',
      metadata: { name, namespace, finalizers: ['cluster.cluster.x-k8s.io'] },
      spec: { infrastructureRef: { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1', kind: 'OpenStackCluster', name } },
    },
    [201, 409],
  )
  const { body } = await accepted(api, 'GET', `${clustersIn(namespace)}/${name}`, undefined, [200])
  const owner = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Cluster', name, uid: body.metadata.uid }
  const metadata = {
    name,
    namespace,
    annotations: { 'helm.sh/resource-policy': 'keep' },
    finalizers: [capo, janitor],
    ownerReferences: [owner],
  }
  const object = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1', kind: 'OpenStackCluster', metadata, spec: {} }
  await accepted(api, 'POST', openstackClustersIn(namespace), object, [201, 409])
  await seedGroups(api, { namespace, name })
  const made = ['Ready', 'ControlPlaneInitialized', 'ControlPlaneReady', 'InfrastructureReady']
  await report(api, `${clustersIn(namespace)}/${name}`, { phase: 'Provisioned', conditions: allTrue(made) })
  await report(api, `${openstackClustersIn(namespace)}/${name}`, { ready: true, conditions: allTrue(['Ready']) })
}

/** Its control plane and its workers, which make its Machines. */
async function seedGroups(api: Api, { namespace, name }: SeededCluster): Promise<void> {
  const labels = { 'cluster.x-k8s.io/cluster-name': name }
  const { controlPlane, workers } = groupsOf(name)
  const groups = [
    {
      path: `/apis/controlplane.cluster.x-k8s.io/v1beta1/namespaces/${namespace}/kubeadmcontrolplanes`,
      apiVersion: 'controlplane.cluster.x-k8s.io/v1beta1',
      kind: 'KubeadmControlPlane',
      group: controlPlane,
      status: { ready: true, conditions: allTrue(['Ready', 'Available', 'EtcdClusterHealthy', 'MachinesReady']) },
    },
    {
      path: `/apis/cluster.x-k8s.io/v1beta1/namespaces/${namespace}/machinedeployments`,
      apiVersion: 'cluster.x-k8s.io/v1beta1',
      kind: 'MachineDeployment',
      group: workers,
      status: { phase: 'Running', conditions: allTrue(['Ready', 'Available', 'MachineSetReady']) },
    },
  ]
  for (const { path, apiVersion, kind, group, status } of groups) {
    const object = { apiVersion, kind, metadata: { name: group, namespace, labels }, spec: { clusterName: name, replicas: 1 } }
    await accepted(api, 'POST', path, object, [201, 409])
    await report(api, `${path}/${group}`, status)
  }
}

/** Names of the groups that make the Machines of a cluster. */
export function groupsOf(cluster: string): { readonly controlPlane: string; readonly workers: string } {
  return { controlPlane: `${cluster}-control-plane`, workers: `${cluster}-default-worker` }
}

/** Conditions as a controller writes them that has nothing to complain about. */
export function allTrue(types: readonly string[]): readonly object[] {
  const lastTransitionTime = new Date().toISOString().replace(/\.\d+/, '')
  return types.map((type) => ({ type, status: 'True', lastTransitionTime }))
}

async function report(api: Api, path: string, status: object): Promise<void> {
  await accepted(api, 'PATCH', `${path}/status`, { status }, [200], mergePatch)
}

/** Deletes both; their finalizers keep them, as a controller does that cannot end its work. */
export async function deleteCluster(api: Api, { namespace, name }: SeededCluster = demo): Promise<void> {
  for (const path of [`${clustersIn(namespace)}/${name}`, `${openstackClustersIn(namespace)}/${name}`])
    await accepted(api, 'DELETE', path, undefined, [200, 202])
}

/** Lets go of what is being deleted, and makes both again, as far on as they were. */
export async function reviveCluster(api: Api, cluster: SeededCluster = demo): Promise<void> {
  const { namespace, name } = cluster
  const gone: (readonly [path: string, status: unknown])[] = []
  for (const path of [`${clustersIn(namespace)}/${name}`, `${openstackClustersIn(namespace)}/${name}`]) {
    const { status, body } = await api.send('GET', path)
    if (status !== 200 || !body.metadata.deletionTimestamp) continue
    gone.push([path, body.status ?? {}])
    await accepted(api, 'PATCH', path, { metadata: { finalizers: null } }, [200], mergePatch)
  }
  await seedCluster(api, cluster)
  for (const [path, status] of gone) await accepted(api, 'PATCH', `${path}/status`, { status }, [200], mergePatch)
}

/** Where the API has what belongs to a cluster: its OpenStackCluster, and the Machines of its namespace. */
export function clusterPaths({ namespace, name }: SeededCluster = demo): { readonly infrastructure: string; readonly machines: string } {
  return {
    infrastructure: `${openstackClustersIn(namespace)}/${name}`,
    machines: `/apis/cluster.x-k8s.io/v1beta1/namespaces/${namespace}/machines`,
  }
}

function clustersIn(namespace: string): string {
  return `/apis/cluster.x-k8s.io/v1beta1/namespaces/${namespace}/clusters`
}

function openstackClustersIn(namespace: string): string {
  return `/apis/infrastructure.cluster.x-k8s.io/v1beta1/namespaces/${namespace}/openstackclusters`
}
