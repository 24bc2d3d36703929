import type { Api } from '../api.ts'
import { accepted, mergePatch } from './accepted.ts'
import { now } from './time.ts'

/** A program of the management cluster: a deployment and its one pod. No controller runs here, so both are made by hand, and so is their status. */
export interface Program {
  readonly namespace: string
  readonly name: string
  readonly image: string
  /** The Helm chart that the deployment's label `helm.sh/chart` names. Absent: no label. */
  readonly chart?: string
  readonly labels?: Readonly<Record<string, string>>
  /** The program is in a DaemonSet: there is a pod but no deployment. */
  readonly podOnly?: true
}

const capi = 'registry.k8s.io/cluster-api'
const jetstack = 'quay.io/jetstack'

export const programs: readonly Program[] = [
  {
    namespace: 'kube-system',
    name: 'coredns',
    image: 'ghcr.io/canonical/coredns:1.12.1-ck1',
    labels: { 'app.kubernetes.io/name': 'coredns' },
  },
  {
    namespace: 'kube-system',
    name: 'cilium',
    image: 'ghcr.io/canonical/cilium:1.17.1-ck2',
    labels: { 'k8s-app': 'cilium' },
    podOnly: true,
  },
  {
    namespace: 'openstack-system',
    name: 'openstack-cloud-controller-manager',
    image: 'registry.k8s.io/provider-os/openstack-cloud-controller-manager:v1.35.0',
    podOnly: true,
  },
  { namespace: 'cert-manager', name: 'cert-manager', image: `${jetstack}/cert-manager-controller:v1.20.2` },
  { namespace: 'cert-manager', name: 'cert-manager-cainjector', image: `${jetstack}/cert-manager-cainjector:v1.20.2` },
  { namespace: 'cert-manager', name: 'cert-manager-webhook', image: `${jetstack}/cert-manager-webhook:v1.20.2` },
  { namespace: 'orc-system', name: 'orc-controller-manager', image: 'quay.io/orc/openstack-resource-controller:v2.5.0' },
  { namespace: 'capi-system', name: 'capi-controller-manager', image: `${capi}/cluster-api-controller:v1.13.2` },
  {
    namespace: 'capi-kubeadm-bootstrap-system',
    name: 'capi-kubeadm-bootstrap-controller-manager',
    image: `${capi}/kubeadm-bootstrap-controller:v1.13.2`,
  },
  {
    namespace: 'capi-kubeadm-control-plane-system',
    name: 'capi-kubeadm-control-plane-controller-manager',
    image: `${capi}/kubeadm-control-plane-controller:v1.13.2`,
  },
  { namespace: 'capo-system', name: 'capo-controller-manager', image: 'registry.k8s.io/capi-openstack/capi-openstack-controller:v0.14.4' },
  {
    namespace: 'capi-addon-system',
    name: 'cluster-api-addon-provider',
    image: 'ghcr.io/azimuth-cloud/cluster-api-addon-provider:4f6f5f3',
    chart: 'cluster-api-addon-provider-0.12.0',
  },
  {
    namespace: 'capi-janitor-system',
    name: 'cluster-api-janitor-openstack',
    image: 'ghcr.io/azimuth-cloud/cluster-api-janitor-openstack:1d0a3b7',
    chart: 'cluster-api-janitor-openstack-0.11.0',
  },
]

/** Makes what is missing; a pod that is there is left as it is. */
export async function seedProgram(api: Api, program: Program): Promise<void> {
  const { namespace, name, podOnly } = program
  await accepted(api, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, [201, 409])
  if (!podOnly) {
    const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`
    await accepted(api, 'POST', deployments, deploymentOf(program), [201, 409])
    await accepted(api, 'PATCH', `${deployments}/${name}/status`, { status: served(1) }, [200], mergePatch)
  }
  const pod = { ...podOf(program), spec: { nodeName: nodeOfHand, containers: containersOf(program) } }
  const { status } = await accepted(api, 'POST', `/api/v1/namespaces/${namespace}/pods`, pod, [201, 409])
  if (status === 201) await accepted(api, 'PATCH', `${podPath(namespace, name)}/status`, { status: running(program) }, [200], mergePatch)
}

/** Removes the deployment and the pod. */
export async function dropProgram(api: Api, { namespace, name, podOnly }: Program): Promise<void> {
  const propagation = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' }
  if (!podOnly) await accepted(api, 'DELETE', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`, propagation, [200, 404])
  const pod = podPath(namespace, name)
  await accepted(api, 'DELETE', pod, { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 }, [200, 404])
}

export function podPath(namespace: string, name: string): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}-0`
}

function served(replicas: number) {
  const condition = {
    type: 'Available',
    status: 'True',
    reason: 'MinimumReplicasAvailable',
    lastTransitionTime: now(),
    lastUpdateTime: now(),
  }
  return {
    observedGeneration: 1,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    conditions: [{ ...condition, message: 'Deployment has minimum availability.' }],
  }
}

export function deploymentOf({ namespace, name, image, chart, labels }: Program): unknown {
  const app = { ...labels, app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { ...app, ...(chart ? { 'helm.sh/chart': chart } : {}) } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: app }, spec: { containers: [{ name: 'main', image }] } },
    },
  }
}

export function podOf(program: Program) {
  const { namespace, name, labels } = program
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-0`, namespace, labels: { ...labels, app: name } },
    spec: { containers: containersOf(program) },
  }
}

function containersOf({ image }: Program) {
  return [{ name: 'main', image }]
}

/** A node that does not exist. The scheduler and kubelets do not touch a pod that is bound to it, so the pod keeps the status that the lab writes. */
const nodeOfHand = 'by-hand'

/** The status of a pod whose one container runs, as a kubelet writes it. The lab pulls no such image, so the digest is made up. */
function running({ image }: Program) {
  const startedAt = now()
  const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled']
  return {
    phase: 'Running',
    startTime: startedAt,
    conditions: conditions.map((type) => ({ type, status: 'True', lastTransitionTime: startedAt })),
    containerStatuses: [
      {
        name: 'main',
        image,
        imageID: `${image.replace(/:[^/:]*$/, '')}@sha256:${'0'.repeat(64)}`,
        lastState: {},
        ready: true,
        restartCount: 0,
        started: true,
        state: { running: { startedAt } },
      },
    ],
  }
}
