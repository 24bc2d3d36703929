import { type Heard, isCalled, type Vocabulary } from '../heard.ts'
import type { JsonObject } from '../json.ts'
import { addonPhase, type CapiCondition, clusterPhase, heardCondition, machineDeploymentPhase, machinePhase } from './capi-words.ts'
import { type Condition, conditionsOf, isTrue } from './conditions.ts'
import type { ListOf } from './list.ts'
import { type Meta, metaOf } from './meta.ts'

/** One thing that is reported about an object. */
export interface CapiState {
  /** `Ready is False: InstanceStateError: …`, `phase Failed` */
  readonly saw: string
  readonly is: Heard['is']
  /** Absent where nothing says it. */
  readonly since?: Date
}

/** One of the objects that make up a workload cluster. It is kept on the management cluster, with what its controllers report about it. */
export interface ClusterPart extends Pick<Meta, 'namespace' | 'name' | 'createdAt' | 'deletingSince'> {
  readonly kind: string
  /**
   * The name by which kubectl finds the kind: `machine`. The name of an add-on's kind includes its API group, because other APIs have kinds of the
   * same name: `helmrelease.addons.stackhpc.com`.
   */
  readonly resource: string
  /** The Cluster it belongs to: `demo-x7k2p4q9w1zt` */
  readonly cluster: string
  /** What pauses the object, so that its controllers leave it alone. Absent when it is not paused. */
  readonly pausedBy?: 'spec' | 'annotation'
  /**
   * What is reported about the object: its phase, its conditions, a failure that made its controller give up, and everything else that shows its
   * progress.
   */
  readonly states: readonly CapiState[]
  /** Whether the object's status has the field `ready`, or a condition `Ready` or `Available`. */
  readonly isSummedUp: boolean
  /** For a Machine: the object that made it, `MachineDeployment/demo-x7k2p4q9w1zt-default-worker`. Absent where its labels do not say. */
  readonly madeBy?: string
  /** For an object that makes Machines: how many there should be. Absent when its spec does not say, and for every object that makes no Machines. */
  readonly replicas?: number
}

const core = '/apis/cluster.x-k8s.io/v1beta1'

/** Read in v1beta1, as the driver does; v1beta1 carries the conditions of v1beta2 as well. */
export const clusterParts: readonly ListOf<ClusterPart>[] = [
  part(`${core}/clusters`, 'Cluster', clusterPhase),
  part('/apis/controlplane.cluster.x-k8s.io/v1beta1/kubeadmcontrolplanes', 'KubeadmControlPlane'),
  part(`${core}/machinedeployments`, 'MachineDeployment', machineDeploymentPhase),
  part(`${core}/machines`, 'Machine', machinePhase),
  part('/apis/infrastructure.cluster.x-k8s.io/v1beta1/openstackclusters', 'OpenStackCluster'),
]

const addons = 'addons.stackhpc.com'

/** What a cluster needs beside its Machines, such as its network. Azimuth's add-on provider installs it; another provider has other kinds. */
export const addonParts: readonly ListOf<ClusterPart>[] = [addon('helmreleases', 'HelmRelease'), addon('manifests', 'Manifests')]

function part(path: string, kind: string, phases?: Vocabulary): ListOf<ClusterPart> {
  return { path, kind: `${kind}List`, item: (object) => partOf(object, kind, phases) }
}

function addon(plural: string, kind: string): ListOf<ClusterPart> {
  return { path: `/apis/${addons}/v1alpha1/${plural}`, kind: `${kind}List`, item: (object) => addonOf(object, kind) }
}

function partOf(object: JsonObject, kind: string, phases: Vocabulary | undefined): ClusterPart {
  const meta = metaOf(object)
  const { namespace, name, createdAt, deletingSince, labels } = meta
  const spec = object.object('spec')
  const status = object.has('status') ? object.object('status') : undefined
  const phase = phases?.hear(status?.optionalText('phase') ?? 'Unknown')
  const raw = status ? allConditionsOf(status) : []
  const isChanging =
    changes.some((type) => isTrue(raw, type)) ||
    (kind !== 'Cluster' && phase?.is === 'waiting') ||
    shortIn(spec, status).length > 0 ||
    isShortOfReady(status)
  const isNew = raw.some(({ type, status }) => ['Initialized', 'ControlPlaneInitialized'].includes(type) && status !== 'True')
  const older = status ? conditionsOf(status) : []
  const conditions: readonly CapiCondition[] = raw.map((one) => heardCondition(one, { kind, isChanging, isNew, createdAt, older }))
  const isPausedBySpec = canPause.includes(kind) && spec.flag('paused')
  const pausedBy = isPausedBySpec ? 'spec' : meta.isPaused ? 'annotation' : undefined
  const failure = failureIn(status)
  const madeBy = kind === 'Machine' ? makerIn(labels) : undefined
  return {
    kind,
    resource: kind.toLowerCase(),
    namespace,
    name,
    createdAt,
    cluster: clusterOf(meta, kind, spec),
    states: [
      ...(failure === undefined ? [] : [{ saw: failure, is: 'bad' as const }]),
      ...conditions.map(({ saw, state, since }) => ({ saw, is: state.is, ...(since === undefined ? {} : { since }) })),
      ...(phase ? [phaseOf(phase, raw, deletingSince ?? createdAt)] : []),
      ...(status ? notYetIn(status).map((key) => waiting(`status.${key} is false`, createdAt)) : []),
      ...shortIn(spec, status),
      ...(isBehind(object, status) ? [waiting('its controller has not yet seen the last change of its spec')] : []),
      ...(deletingSince ? [waiting('it is being deleted', deletingSince)] : []),
    ],
    isSummedUp: status?.has('ready') === true || conditions.some(({ type }) => type === 'Ready' || type === 'Available'),
    ...(deletingSince === undefined ? {} : { deletingSince }),
    ...(pausedBy === undefined ? {} : { pausedBy }),
    ...(madeBy === undefined ? {} : { madeBy }),
    ...(kind !== 'Machine' && spec.own('replicas') !== undefined ? { replicas: spec.integer('replicas') } : {}),
  }
}

/**
 * An add-on has a phase, but no conditions. The phase is Deployed, Failed, or what the provider did last. It changes only when the provider acts on
 * the add-on again: after a change of the spec or the annotations, for another try, or when the provider restarts.
 */
function addonOf(object: JsonObject, kind: string): ClusterPart {
  const meta = metaOf(object)
  const { namespace, name, createdAt, deletingSince } = meta
  const spec = object.object('spec')
  const status = object.has('status') ? object.object('status') : undefined
  const phase = addonPhase.hear(status?.optionalText('phase') ?? 'Unknown')
  const why = status?.optionalText('failureMessage') ?? ''
  // the provider writes no times, so only the first installation has a known start
  const isFirst = status?.own('revision') === undefined || status.integer('revision') === 0
  const since = deletingSince ?? (isFirst ? createdAt : undefined)
  return {
    kind,
    resource: `${kind.toLowerCase()}.${addons}`,
    namespace,
    name,
    createdAt,
    cluster: spec.text('clusterName'),
    states: [
      { saw: `phase ${phase.word}${why === '' ? '' : `: ${why}`}`, is: phase.is, ...(since === undefined ? {} : { since }) },
      ...(deletingSince ? [waiting('it is being deleted', deletingSince)] : []),
    ],
    isSummedUp: true,
    ...(deletingSince === undefined ? {} : { deletingSince }),
    ...(spec.has('paused') && spec.flag('paused') ? { pausedBy: 'spec' } : {}),
  }
}

/** v1beta1 keeps flags beside its conditions. This returns the flags that are false; an absent flag does not count as false. */
function notYetIn(status: JsonObject): readonly string[] {
  return ['ready', 'initialized', 'infrastructureReady', 'controlPlaneReady'].filter((key) => status.has(key) && !status.flag(key))
}

/**
 * A MachineDeployment stays Available although up to maxUnavailable of its replicas are not ready, so the replicas are counted here. No field says
 * since when a replica has been missing.
 */
function shortIn(spec: JsonObject, status: JsonObject | undefined): readonly CapiState[] {
  const [wanted, ready] = [spec.own('replicas'), status?.own('readyReplicas')]
  if (wanted === undefined || ready === undefined || !status) return []
  const [all, now] = [spec.integer('replicas'), status.integer('readyReplicas')]
  return now < all ? [waiting(`${now} of ${all} replicas are ready`)] : []
}

/**
 * ScalingUp is True only until the Machine exists, not until it is ready (core/reconcilers, setScalingUpCondition). A Cluster has no replicas of its
 * own; its status counts the replicas of its control plane and of its workers.
 */
function isShortOfReady(status: JsonObject | undefined): boolean {
  const newer = status?.has('v1beta2') ? status.object('v1beta2') : undefined
  return ['controlPlane', 'workers'].some((key) => {
    const counts = newer?.has(key) ? newer.object(key) : undefined
    return (
      counts?.has('desiredReplicas') === true &&
      counts.has('readyReplicas') &&
      counts.integer('readyReplicas') < counts.integer('desiredReplicas')
    )
  })
}

function allConditionsOf(status: JsonObject): readonly Condition[] {
  const newer = status.has('v1beta2') ? conditionsOf(status.object('v1beta2')) : []
  return [...conditionsOf(status), ...newer]
}

/** The kinds with a field `spec.paused`. In a MachineDeployment it stops roll-outs only. */
const canPause = ['Cluster', 'MachineDeployment']

/** Changes that an object can go through several times. Each is the name of both a phase and a condition of v1beta2. */
const changes = ['ScalingUp', 'ScalingDown', 'RollingOut', 'Updating']

/** A phase in `changes` has lasted since the condition of the same name became True. Every other phase has lasted since `otherwise`. */
function phaseOf(phase: Heard, conditions: readonly Condition[], otherwise: Date): CapiState {
  const since = isCalled(phase, ...changes)
    ? conditions.find(({ type, status }) => isCalled(phase, type) && status === 'True')?.since
    : otherwise
  return { saw: `phase ${phase.word}`, is: phase.is, ...(since === undefined ? {} : { since }) }
}

function waiting(saw: string, since?: Date): CapiState {
  return { saw, is: 'waiting', ...(since === undefined ? {} : { since }) }
}

/** `CreateError: no valid host was found` */
function failureIn(status: JsonObject | undefined): string | undefined {
  const said = [status?.optionalText('failureReason'), status?.optionalText('failureMessage')].filter((one) => one !== undefined)
  return said.length === 0 ? undefined : said.join(': ')
}

function isBehind(object: JsonObject, status: JsonObject | undefined): boolean {
  const seen = status?.own('observedGeneration')
  return seen !== undefined && object.object('metadata').integer('generation') > (status?.integer('observedGeneration') ?? 0)
}

function clusterOf({ name, labels, owners }: Meta, kind: string, spec: JsonObject): string {
  if (kind === 'Cluster') return name
  const owner = owners.find((one) => one.startsWith('Cluster/'))?.slice('Cluster/'.length)
  return spec.optionalText('clusterName') ?? labels.get('cluster.x-k8s.io/cluster-name') ?? owner ?? name
}

function makerIn(labels: ReadonlyMap<string, string>): string | undefined {
  const deployment = labels.get('cluster.x-k8s.io/deployment-name')
  const controlPlane = labels.get('cluster.x-k8s.io/control-plane-name')
  if (deployment !== undefined) return `MachineDeployment/${deployment}`
  return controlPlane === undefined ? undefined : `KubeadmControlPlane/${controlPlane}`
}
