import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { mgmtNodeOf } from '../../transport/mgmt-of.ts'
import { describe, type ProbeQuestion, type Target } from '../../transport/question.ts'
import { answerTo } from '../answer-to.ts'
import { observe, understood } from '../command.ts'
import { ifSeen } from '../if-seen.ts'
import { type Silent, type Sweep, silence, sweepOf } from '../unit.ts'
import { addonParts, type ClusterPart, clusterParts } from './capi-objects.ts'
import { clusterUid } from './cluster-uid.ts'
import { type CapiObject, clusters, openstackClusters } from './clusters.ts'
import { type Crd, crd } from './crds.ts'
import { type Deployment, deployments } from './deployments.ts'
import { type SnapStatus, snapStatus } from './k8s-snap-status.ts'
import { type ListOf, listAll, listIfServed } from './list.ts'
import { type CapiMachine, machines } from './machines.ts'
import { type KubeNode, nodes } from './nodes.ts'
import { type KubePod, pendingPods, pods } from './pods.ts'
import { type Attempt, parseProbe } from './probe.ts'
import { type Provider, providersIn, type RunningProvider, runningProvidersIn } from './providers.ts'
import { get } from './read-object.ts'
import { type ClusterRole, clusterRole, type RoleBinding, roleBindings } from './role-bindings.ts'
import { type Served, servedIn } from './served.ts'
import { type KubeVersion, parseVersion } from './version.ts'

export type { ClusterPart } from './capi-objects.ts'
export type { CapiObject } from './clusters.ts'
export type { Crd } from './crds.ts'
export type { Deployment } from './deployments.ts'
export type { SnapFeature, SnapStatus } from './k8s-snap-status.ts'
export type { CapiMachine } from './machines.ts'
export type { KubeNode } from './nodes.ts'
export type { KubePod } from './pods.ts'
export type { Attempt } from './probe.ts'
export type { Provider, RunningProvider } from './providers.ts'
export type { RoleBinding } from './role-bindings.ts'
export type { Served } from './served.ts'
export type { KubeVersion } from './version.ts'

export const mgmt: Target = { name: 'mgmt' }

/** The questions that any cluster can answer. An empty list is a valid answer, which the caller judges. */
export interface Cluster {
  nodes(): Promise<readonly KubeNode[]>
  /** The pods of all namespaces. */
  pods(): Promise<readonly KubePod[]>
  pendingPods(): Promise<readonly KubePod[]>
}

/** Whether the management API answered. */
export interface Reached {
  readonly version?: KubeVersion
  /** Why the management API did not answer: it refused, timed out, or broke off. Absent when it answered. */
  readonly silent?: Silent
}

/** The management cluster, and through it the parts of Cluster API. Rejects with CouldNotLook only. Each list is asked for once per run. */
export interface Kube extends Cluster {
  version(): Promise<KubeVersion>
  /** The UID of the namespace kube-system, which every cluster has from its first minute and shares with no other. */
  clusterUid(): Promise<string>
  /**
   * Like `version`, but resolves with the reason when the API does not answer, so that a claim can judge this. Rejects with every other error, such
   * as a fault on our side.
   */
  reached(): Promise<Reached>
  /** Tries a TCP connection to `10.12.4.50:5000` from a short-lived pod. Only this question changes the cluster: it adds the pod for a while. */
  connectFromPod(target: string): Promise<Attempt>
  /** The status that the k8s snap reports on the management node itself, asked over SSH. */
  snapStatus(): Promise<SnapStatus>
  deploymentsIn(namespace: string): Promise<readonly Deployment[]>
  podsIn(namespace: string): Promise<readonly KubePod[]>
  /** The programs that Cluster API on OpenStack is made of, installed or not. */
  providers(): Promise<readonly Provider[]>
  runningProviders(): Promise<readonly RunningProvider[]>
  /** The CRD with this full name, e.g. `images.openstack.k-orc.cloud`; undefined when there is no such CRD. */
  crd(name: string): Promise<Crd | undefined>
  /** The served versions of each resource in a group such as `infrastructure.cluster.x-k8s.io`. */
  servedIn(group: string): Promise<Served>
  /** The clusters that Cluster API lists, each with the name under which Cluster API lists it. */
  clusters(): Promise<readonly CapiObject[]>
  openstackClusters(): Promise<readonly CapiObject[]>
  machines(): Promise<readonly CapiMachine[]>
  /** As `machines`, for a gate that can do without them. Empty when they cannot be seen. */
  machinesIfSeen(): Promise<readonly CapiMachine[]>
  /** All objects on the management cluster that make up the clusters of Cluster API, with the states that their controllers report. */
  clusterParts(): Promise<readonly ClusterPart[]>
  /**
   * The add-ons of the clusters: the HelmReleases and Manifests of Azimuth's add-on provider. Undefined when the management cluster does not serve
   * both kinds.
   */
  addons(): Promise<readonly ClusterPart[] | undefined>
  /** The ClusterRoleBindings: who may do what everywhere. */
  roleBindings(): Promise<readonly RoleBinding[]>
  /** The ClusterRole that a binding names. Undefined when there is none. */
  clusterRole(name: string): Promise<ClusterRole | undefined>
  /** Looks at each workload cluster that the site names, except those that it marks as parked. `unit` is a name such as `workload/demo`. */
  workloads<Fact extends object>(look: (cluster: Cluster, unit: string) => Promise<Fact>): Promise<Sweep<Fact>>
}

export function createKube(ask: Ask, site: Site): Kube {
  const list = <Item>(what: ListOf<Item>) => listAll(ask, mgmt, what)
  const listIn = async <Item extends { readonly namespace: string }>(what: ListOf<Item>, namespace: string) =>
    (await list({ ...what, namespace })).filter((one) => one.namespace === namespace)
  const version = async () => parseVersion(await get(ask, mgmt, '/version'))
  return {
    ...clusterAt(ask, mgmt),
    version,
    clusterUid: () => clusterUid(ask, mgmt),
    async reached() {
      try {
        return { version: await version() }
      } catch (error) {
        if (!(error instanceof CouldNotLook) || !isSilence(error)) throw error
        return { silent: silence('mgmt', error) }
      }
    },
    async connectFromPod(connect) {
      const question: ProbeQuestion = { kind: 'probe', on: mgmt, connect }
      const answer = await answerTo(ask, question)
      return understood(describe(question), () => parseProbe(answer, requestedImage(site)))
    },
    snapStatus: async () => observe(ask, mgmtNodeOf(site), snapStatus),
    deploymentsIn: (namespace) => listIn(deployments, namespace),
    podsIn: (namespace) => listIn(pods, namespace),
    providers: async () => providersIn(await list(deployments)),
    async runningProviders() {
      const [all, running] = await Promise.all([list(deployments), list(pods)])
      return runningProvidersIn(all, running)
    },
    crd: (name) => crd(ask, mgmt, name),
    servedIn: (group) => servedIn(ask, mgmt, group),
    clusters: () => list(clusters),
    openstackClusters: () => list(openstackClusters),
    machines: () => list(machines),
    machinesIfSeen: () => ifSeen(() => list(machines), []),
    clusterParts: async () => (await Promise.all(clusterParts.map((one) => list(one)))).flat(),
    async addons() {
      const [releases, manifests] = await Promise.all(addonParts.map((one) => listIfServed(ask, mgmt, one)))
      return releases && manifests ? [...releases, ...manifests] : undefined
    },
    roleBindings: () => list(roleBindings),
    clusterRole: (name) => clusterRole(ask, mgmt, name),
    workloads: (look) =>
      sweepOf(
        site.workload
          .filter(({ parked }) => parked === undefined)
          .map(({ name }) => ({ name: `workload/${name}`, application: 'workload', lost: false })),
        ({ name }) => look(clusterAt(ask, { name }), name),
      ),
  }
}

/**
 * Codes of errors that do not show that the API is silent, although their kind is `timeout` or `unreachable`. 429: the API answered that it is too
 * busy. ENOTFOUND: no request was sent, because DNS does not know the host that the kubeconfig names.
 */
const notSilence = /\((?:429|ENOTFOUND)\)/

function isSilence({ kind, message }: CouldNotLook): boolean {
  return (kind === 'timeout' || kind === 'unreachable') && !notSilence.test(message)
}

function clusterAt(ask: Ask, on: Target): Cluster {
  return {
    nodes: () => listAll(ask, on, nodes),
    pods: () => listAll(ask, on, pods),
    pendingPods: () => listAll(ask, on, pendingPods),
  }
}

/** The image for the probe's pod, as the site file names it. A probe is sent only where the site names a management cluster. */
function requestedImage({ mgmt: named }: Site): string {
  return named?.probe.image ?? ''
}
