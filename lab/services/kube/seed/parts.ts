import type { Api } from '../api.ts'
import { accepted, mergePatch } from './accepted.ts'
import { clustersIn, demo, openstackClustersIn, type SeededCluster } from './clusters.ts'
import { now } from './time.ts'

const capo = 'openstackcluster.infrastructure.cluster.x-k8s.io'
const janitor = 'janitor.capi.stackhpc.com'

/** Makes the objects that the driver's chart would have made. */
export async function seedCluster(api: Api, cluster: SeededCluster = demo): Promise<void> {
  const { namespace, name } = cluster
  await accepted(api, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, [201, 409])
  for (const { path, group, kind, apiVersion } of partsOf(cluster)) {
    const metadata = { name: group, namespace, ...(kind === 'OpenStackCluster' ? { annotations: keptByHelm } : {}) }
    await accepted(api, 'POST', path, { apiVersion, kind, metadata, spec: specOf(kind, name) }, [201, 409])
  }
  await settleCluster(api, cluster)
}

/** Does what the controllers would do: sets labels, owners, finalizers and a complete status. No controller runs in the lab. */
export async function settleCluster(api: Api, cluster: SeededCluster): Promise<void> {
  const { namespace, name } = cluster
  const { body } = await accepted(api, 'GET', `${clustersIn(namespace)}/${name}`, undefined, [200])
  const owner = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Cluster', name, uid: body.metadata.uid }
  for (const { path, group, kind, finalizers, status } of partsOf(cluster)) {
    const labels = { [isAddon(kind) ? 'addons.stackhpc.com/cluster' : 'cluster.x-k8s.io/cluster-name']: name }
    const metadata = { labels, finalizers, ...(kind === 'Cluster' ? {} : { ownerReferences: [owner] }) }
    await accepted(api, 'PATCH', `${path}/${group}`, { metadata }, [200], mergePatch)
    await report(api, `${path}/${group}`, status)
  }
}

interface Condition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly lastTransitionTime: string
}

interface Part {
  /** The API path that lists its kind. */
  readonly path: string
  readonly apiVersion: string
  readonly kind: string
  /** The name of the object. */
  readonly group: string
  readonly finalizers: readonly string[]
  /** Add-ons have no conditions. */
  readonly status: { readonly conditions?: readonly Condition[]; readonly [more: string]: unknown }
}

/** The objects that a cluster consists of, the Cluster itself first. */
export function partsOf({ namespace, name }: SeededCluster): readonly Part[] {
  const { controlPlane, workers } = groupsOf(name)
  const replicas = { replicas: 1, updatedReplicas: 1, readyReplicas: 1 }
  const made = ['Ready', 'ControlPlaneInitialized', 'ControlPlaneReady', 'InfrastructureReady']
  const healthy = ['Ready', 'Available', 'EtcdClusterHealthy', 'ControlPlaneComponentsHealthy', 'MachinesReady']
  return [
    {
      path: clustersIn(namespace),
      apiVersion: 'cluster.x-k8s.io/v1beta1',
      kind: 'Cluster',
      group: name,
      finalizers: ['cluster.cluster.x-k8s.io'],
      status: { phase: 'Provisioned', conditions: allTrue(made) },
    },
    {
      path: openstackClustersIn(namespace),
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
      kind: 'OpenStackCluster',
      group: name,
      finalizers: [capo, janitor],
      status: { ready: true, failureReason: null, failureMessage: null, conditions: allTrue(['Ready']) },
    },
    {
      path: `/apis/controlplane.cluster.x-k8s.io/v1beta1/namespaces/${namespace}/kubeadmcontrolplanes`,
      apiVersion: 'controlplane.cluster.x-k8s.io/v1beta1',
      kind: 'KubeadmControlPlane',
      group: controlPlane,
      finalizers: [],
      status: { ready: true, ...replicas, version: 'v1.34.8', conditions: allTrue(healthy) },
    },
    {
      path: `/apis/cluster.x-k8s.io/v1beta1/namespaces/${namespace}/machinedeployments`,
      apiVersion: 'cluster.x-k8s.io/v1beta1',
      kind: 'MachineDeployment',
      group: workers,
      finalizers: [],
      status: { phase: 'Running', ...replicas, conditions: allTrue(['Ready', 'Available', 'MachineSetReady']) },
    },
    addonOf(namespace, 'HelmRelease', 'helmreleases', `${name}-cni-calico`),
    addonOf(namespace, 'Manifests', 'manifests', `${name}-cloud-config`),
  ]
}

/** An add-on, with the status that the add-on provider writes after it has installed the add-on. */
function addonOf(namespace: string, kind: string, plural: string, group: string): Part {
  return {
    path: `/apis/addons.stackhpc.com/v1alpha1/namespaces/${namespace}/${plural}`,
    apiVersion: 'addons.stackhpc.com/v1alpha1',
    kind,
    group,
    // the provider that would take its finalizer off does not run in the lab
    finalizers: [],
    status: { phase: 'Deployed', revision: 1, failureMessage: null },
  }
}

function isAddon(kind: string): boolean {
  return ['HelmRelease', 'Manifests'].includes(kind)
}

const keptByHelm = { 'helm.sh/resource-policy': 'keep' }

function specOf(kind: string, name: string): object {
  if (kind === 'OpenStackCluster') return {}
  if (isAddon(kind)) return { clusterName: name }
  if (kind !== 'Cluster') return { clusterName: name, replicas: 1 }
  return { infrastructureRef: { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1', kind: 'OpenStackCluster', name } }
}

/** Reports conditions of one of the cluster's objects as a controller would; conditions that are not named stay as they are. */
export async function reportPart(
  api: Api,
  cluster: SeededCluster,
  kind: string,
  conditions: Readonly<Record<string, 'True' | 'False' | 'Unknown'>>,
  more: object = {},
): Promise<void> {
  const part = partsOf(cluster).find((one) => one.kind === kind)
  if (part === undefined) throw new Error(`a cluster has no ${kind}`)
  const own = part.status.conditions?.map((one) => ({ ...one, status: conditions[one.type] ?? one.status }))
  await report(api, `${part.path}/${part.group}`, { ...more, conditions: own })
}

/** Names of the groups that make the Machines of a cluster. */
export function groupsOf(cluster: string): { readonly controlPlane: string; readonly workers: string } {
  return { controlPlane: `${cluster}-control-plane`, workers: `${cluster}-default-worker` }
}

/** Conditions as written by a controller that has nothing to complain about. */
export function allTrue(types: readonly string[]): readonly Condition[] {
  const lastTransitionTime = now()
  return types.map((type) => ({ type, status: 'True', lastTransitionTime }))
}

async function report(api: Api, path: string, status: object): Promise<void> {
  await accepted(api, 'PATCH', `${path}/status`, { status }, [200], mergePatch)
}
