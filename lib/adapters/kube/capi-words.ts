import { type Heard, narrowed, vocabulary, wordOf } from '../heard.ts'
import { type Condition, sentence } from './conditions.ts'

const lists =
  /^mgmt GET \/apis\/(?:cluster|controlplane\.cluster|infrastructure\.cluster)\.x-k8s\.io\/v1beta1\/(?:clusters|machines|machinedeployments|kubeadmcontrolplanes|openstackclusters)\?/

/**
 * Condition types that v1beta1 and v1beta2 share, both about the same parts of the control plane. While a static pod starts, or its Machine is being
 * deleted, v1beta1 grades its condition Info. That grade holds for the condition of v1beta2 too, which has no severity.
 */
const gradedByOlder = [
  'ControlPlaneComponentsHealthy',
  'EtcdClusterHealthy',
  'APIServerPodHealthy',
  'ControllerManagerPodHealthy',
  'SchedulerPodHealthy',
  'EtcdPodHealthy',
  'EtcdMemberHealthy',
]

/** Condition types of v1beta1 and v1beta2 whose good status is True. */
const trueIsGood = [
  'Ready',
  'Available',
  'InfrastructureReady',
  'ControlPlaneInitialized',
  'ControlPlaneReady',
  'ControlPlaneAvailable',
  'ControlPlaneMachinesReady',
  'ControlPlaneMachinesUpToDate',
  'WorkersAvailable',
  'WorkerMachinesReady',
  'WorkerMachinesUpToDate',
  'RemoteConnectionProbe',
  'TopologyReconciled',
  'Initialized',
  'CertificatesAvailable',
  'MachinesSpecUpToDate',
  'Resized',
  'MachinesCreated',
  'MachinesReady',
  'MachinesUpToDate',
  'MachineSetReady',
  ...gradedByOlder,
  'NodeKubeadmLabelsAndTaintsSet',
  'BootstrapReady',
  'BootstrapConfigReady',
  'UpToDate',
  'NodeHealthy',
  'NodeReady',
  'HealthCheckSucceeded',
  'OwnerRemediated',
  'ExternallyRemediated',
  'DrainingSucceeded',
  'PreDrainDeleteHookSucceeded',
  'PreTerminateDeleteHookSucceeded',
  'VolumeDetachSucceeded',
  'InstanceReady',
  'APIServerIngressReadyCondition',
  'FloatingAddressFromPoolReady',
  'OpenStackAuthenticationSucceeded',
  'NetworkReady',
  'RouterReady',
  'SecurityGroupsReady',
  'APIEndpointReady',
]

/** Condition types of v1beta2 that are True while a change is under way or the object is paused, so False is right. */
const falseIsGood = ['RollingOut', 'ScalingUp', 'ScalingDown', 'Remediating', 'Deleting', 'Paused', 'Updating']

/** Condition types of v1beta2 that are False from a change of a spec until the change has reached every Machine. */
const falseUntilRolledOut = ['UpToDate', 'MachinesUpToDate', 'WorkerMachinesUpToDate', 'ControlPlaneMachinesUpToDate']

/** Condition types of v1beta2 that are False while a Machine of the object, or the Machine itself, is being made or removed. */
const falseWhileMachinesCome = {
  Machine: [
    'Ready',
    'Available',
    'BootstrapConfigReady',
    'InfrastructureReady',
    'NodeReady',
    'NodeHealthy',
    'NodeKubeadmLabelsAndTaintsSet',
  ],
  MachineDeployment: ['Available', 'MachinesReady'],
  KubeadmControlPlane: ['MachinesReady'],
  Cluster: ['Available', 'WorkersAvailable', 'WorkerMachinesReady', 'ControlPlaneMachinesReady'],
} as const satisfies Record<string, readonly string[]>

/** Condition types of v1beta2 that are False until the control plane has been initialized for the first time. */
const falseUntilInitialized = {
  KubeadmControlPlane: ['Initialized', 'Available', 'CertificatesAvailable'],
  Cluster: [
    'Available',
    'InfrastructureReady',
    'ControlPlaneInitialized',
    'ControlPlaneAvailable',
    'WorkersAvailable',
    'RemoteConnectionProbe',
  ],
} as const satisfies Record<string, readonly string[]>

/**
 * Condition types that are False from the time a Machine's node registers until the node is up. The pod network comes up only after the node has
 * registered. On a control plane, so do the static pods, and the member of etcd, which is a learner at first. v1beta1 gives these conditions the
 * severity Warning or Error (machine_controller_noderef.go, workload_cluster_conditions.go).
 */
const falseUntilNodeIsUp = [
  'NodeHealthy',
  'APIServerPodHealthy',
  'ControllerManagerPodHealthy',
  'SchedulerPodHealthy',
  'EtcdPodHealthy',
  'EtcdMemberHealthy',
]

/**
 * Condition types of v1beta2 that are False until a new Machine's node is up: those in `falseUntilNodeIsUp`, those that v1beta1 lacks, and Ready and
 * Available, which sum them up.
 */
const newerUntilNodeIsUp = [...falseUntilNodeIsUp, 'Ready', 'Available', 'NodeReady', 'NodeKubeadmLabelsAndTaintsSet']

/**
 * Condition types of a KubeadmControlPlane that sum up the conditions of its Machines. While the control plane changes, False counts as waiting here,
 * because each Machine is judged by its own conditions.
 */
const sumsOfMachines = ['EtcdClusterHealthy', 'ControlPlaneComponentsHealthy']

/**
 * How long a new Machine's node may take to come up: 30 minutes. The machine health checks of capi-helm-charts replace a Machine that has no node
 * after this time (values.yaml, nodeStartupTimeout).
 */
const longestStart = 30 * 60_000

/** Reasons that v1beta1 gives with the severity Warning while Machines are being made, replaced or removed. */
const reasonsOfChange = ['ScalingUp', 'ScalingDown', 'RollingUpdateInProgress', 'WaitingForAvailableMachines', 'NodeProvisioning']

/**
 * Reasons that v1beta1 gives with the severity Error although they only mean waiting. PreflightCheckFailed: a MachineSet makes no Machine while the
 * control plane of its cluster is being created or upgraded (machineset_preflight.go).
 */
const reasonsOfWaiting = ['PreflightCheckFailed']

const source =
  'cluster-api api/core/v1beta1/condition_consts.go and v1beta2_condition_consts.go, api/controlplane/kubeadm/v1beta1/condition_consts.go; cluster-api-provider-openstack api/v1beta1/conditions_consts.go'

const goodWhenTrue = vocabulary({
  field: 'cluster api: status of a condition that should be True',
  source,
  good: ['True'],
  waiting: ['Unknown'],
  bad: ['False'],
  places: [{ asked: lists, key: 'status', under: ['conditions'], beside: ['type', trueIsGood] }],
})

const goodWhenFalse = vocabulary({
  field: 'cluster api: status of a condition that should be False',
  source,
  good: ['False'],
  waiting: ['True', 'Unknown'],
  bad: [],
  places: [{ asked: lists, key: 'status', under: ['conditions'], beside: ['type', falseIsGood] }],
})

const severity = vocabulary({
  field: 'cluster api: severity of a condition',
  source: 'cluster-api api/core/v1beta1/condition_types.go ConditionSeverity',
  good: [],
  waiting: ['Info'],
  bad: ['Error', 'Warning'],
  places: [],
})

export const clusterPhase = vocabulary({
  field: 'cluster api: phase of a Cluster',
  source: 'cluster-api api/core/v1beta1/cluster_phase_types.go',
  good: ['Provisioned'],
  waiting: ['Pending', 'Provisioning', 'Deleting', 'Unknown'],
  bad: ['Failed'],
  places: [{ asked: /\/v1beta1\/clusters\?/, key: 'phase', under: ['status'] }],
})

export const machinePhase = vocabulary({
  field: 'cluster api: phase of a Machine',
  source: 'cluster-api api/core/v1beta1/machine_phase_types.go, api/core/v1beta2/machine_phase_types.go',
  good: ['Running'],
  waiting: ['Pending', 'Provisioning', 'Provisioned', 'Updating', 'Deleting', 'Deleted', 'Unknown'],
  bad: ['Failed'],
  places: [{ asked: /\/v1beta1\/machines\?/, key: 'phase', under: ['status'] }],
})

export const machineDeploymentPhase = vocabulary({
  field: 'cluster api: phase of a MachineDeployment',
  source: 'cluster-api api/core/v1beta1/machinedeployment_types.go MachineDeploymentPhase',
  good: ['Running'],
  waiting: ['ScalingUp', 'ScalingDown', 'Unknown'],
  bad: ['Failed'],
  places: [{ asked: /\/v1beta1\/machinedeployments\?/, key: 'phase', under: ['status'] }],
})

/**
 * The provider leaves Unknown out, so an absent phase is Unknown: the provider has not seen the add-on yet, or found helm's release neither deployed
 * nor failed.
 */
export const addonPhase = vocabulary({
  field: 'add-on provider: phase of a HelmRelease or Manifests',
  source: 'azimuth-cloud cluster-api-addon-provider capi_addons/models/v1alpha1/base.py AddonPhase',
  good: ['Deployed'],
  waiting: ['Unknown', 'Pending', 'Preparing', 'Installing', 'Upgrading', 'Uninstalling'],
  bad: ['Failed'],
  places: [{ asked: /\/v1alpha1\/(?:helmreleases|manifests)\?/, key: 'phase', under: ['status'] }],
})

/** A condition, judged by what its type means. */
export interface CapiCondition {
  readonly type: string
  /** `Ready is False: InstanceStateError: …` */
  readonly saw: string
  readonly state: Heard
  readonly since?: Date
}

/** What else is known of the object that a condition belongs to. */
export interface Around {
  readonly kind: string
  /** Machines of the object are being made or removed, or the object is such a Machine. */
  readonly isChanging: boolean
  /** The control plane has not been initialized yet. */
  readonly isNew: boolean
  readonly createdAt: Date
  /** The object's conditions of v1beta1. */
  readonly older: readonly Condition[]
}

/**
 * Judges a condition by the object that it belongs to. Only Cluster API writes the conditions of its objects. So a type that our lists lack is
 * Cluster API's too, and is judged `unheard`.
 */
export function heardCondition(one: Condition, around: Around): CapiCondition {
  return {
    type: one.type,
    saw: sentence(one),
    state: stateOf(one, around),
    ...(one.since === undefined ? {} : { since: one.since }),
  }
}

/**
 * While a change is under way, a condition of v1beta1 is False with the severity Info, or with a reason in `reasonsOfChange` or `reasonsOfWaiting`.
 * While a Machine is new, a condition of a type in `falseUntilNodeIsUp` may be False with any severity. A condition of v1beta2 has no severity. Its
 * type and `around` show whether a change is under way.
 */
function stateOf(one: Condition, around: Around): Heard {
  if (falseIsGood.includes(one.type)) return goodWhenFalse.hear(one.status)
  if (!trueIsGood.includes(one.type)) return { word: wordOf(one.type), is: 'unheard' }
  const state = goodWhenTrue.hear(one.status)
  if (state.is !== 'bad') return state
  return isOnItsWay(one, around)
    ? narrowed(state, 'waiting')
    : one.severity === undefined
      ? state
      : { ...severity.hear(one.severity), word: wordOf(one.status) }
}

function isOnItsWay(one: Condition, around: Around): boolean {
  const { type, severity, reason = '' } = one
  const { kind, isChanging, isNew, older } = around
  const isComing = (types: readonly string[]) => types.includes(type) && isStarting(one, around)
  if (kind === 'KubeadmControlPlane' && isChanging && sumsOfMachines.includes(type)) return true
  if (severity !== undefined)
    return (severity === 'Warning' && reasonsOfChange.includes(reason)) || reasonsOfWaiting.includes(reason) || isComing(falseUntilNodeIsUp)
  const typesIn = (lists: Readonly<Record<string, readonly string[]>>) => Object.entries(lists).find(([of]) => of === kind)?.[1] ?? []
  return (
    falseUntilRolledOut.includes(type) ||
    isComing(newerUntilNodeIsUp) ||
    (isChanging && typesIn(falseWhileMachinesCome).includes(type)) ||
    (isNew && typesIn(falseUntilInitialized).includes(type)) ||
    (gradedByOlder.includes(type) && older.some((other) => other.type === type && other.severity === 'Info'))
  )
}

/** Whether a condition of a Machine last changed within `longestStart` of the Machine's creation. */
function isStarting({ since }: Condition, { kind, createdAt }: Around): boolean {
  return kind === 'Machine' && since !== undefined && +since - +createdAt < longestStart
}
