import { vocabulary } from '../heard.ts'
import { type Condition, sentence } from './conditions.ts'
import type { State } from './installed-words.ts'

const asked = /GET \/api\/v1\/nodes\?/
const source = 'kubernetes staging/src/k8s.io/api/core/v1/types.go NodeConditionType, PodPhase'
const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable']

const ready = vocabulary({
  field: 'kubernetes node: Ready',
  source,
  good: ['True'],
  waiting: [],
  // Unknown: its kubelet has stopped reporting.
  bad: ['False', 'Unknown'],
  places: [{ asked, key: 'status', under: ['conditions'], beside: ['type', ['Ready']] }],
})

const pressure = vocabulary({
  field: 'kubernetes node: pressure',
  source,
  good: ['False'],
  waiting: ['Unknown'],
  bad: ['True'],
  places: [{ asked, key: 'status', under: ['conditions'], beside: ['type', pressures] }],
})

/** Running does not yet mean ready. A Failed or Succeeded pod has ended, and another pod runs in its place. */
export const podPhase = vocabulary({
  field: 'kubernetes pod: phase',
  source,
  good: ['Running'],
  waiting: ['Pending', 'Succeeded'],
  bad: ['Failed', 'Unknown'],
  places: [{ asked: /GET \/api\/v1\/pods\?limit/, key: 'phase', under: ['status'] }],
})

/** Why a container does not run. None of these reasons is good, because the container should keep running. */
export const containerStop = vocabulary({
  field: 'kubernetes container: reason it does not run',
  source: 'kubernetes pkg/kubelet/container/sync_result.go, pkg/kubelet/images/types.go, pkg/kubelet/kuberuntime/kuberuntime_container.go',
  good: [],
  waiting: ['ContainerCreating', 'PodInitializing'],
  bad: [
    'CrashLoopBackOff',
    'ImagePullBackOff',
    'ErrImagePull',
    'ErrImageNeverPull',
    'ImageInspectError',
    'RegistryUnavailable',
    'SignatureValidationFailed',
    'InvalidImageName',
    'CreateContainerConfigError',
    'CreateContainerError',
    'PreCreateHookError',
    'PreStartHookError',
    'PostStartHookError',
    'RunContainerError',
    'Completed',
    'Error',
    'OOMKilled',
    'ContainerCannotRun',
    'StartError',
    'DeadlineExceeded',
    'ContainerStatusUnknown',
  ],
  places: [
    { asked: /GET \/api\/v1\/pods\?limit/, key: 'reason', under: ['waiting'] },
    { asked: /GET \/api\/v1\/pods\?limit/, key: 'reason', under: ['terminated'] },
  ],
})

/** `MemoryPressure is True: KubeletHasInsufficientMemory` */
export interface NodeState extends State {
  /** When the condition took this value; absent when the API gives no time. */
  readonly since?: Date
}

/**
 * Conditions of the node problem detector, which capi-helm-charts installs on every node. True is bad for all of them. Source: config/ in
 * kubernetes/node-problem-detector.
 */
const problems = [
  'KernelDeadlock',
  'ReadonlyFilesystem',
  'XfsShutdown',
  'CperHardwareErrorFatal',
  'CorruptDockerOverlay2',
  'FrequentKubeletRestart',
  'FrequentDockerRestart',
  'FrequentContainerdRestart',
  'FrequentUnregisterNetDevice',
  'KubeletUnhealthy',
  'ContainerRuntimeUnhealthy',
  'NTPProblem',
  'DiskSizeCheckFailure',
]

/** A detector may leave a condition True after its cause is gone, until the detector restarts, so this is less certain than what kubelet reports. */
export function problemsIn(conditions: readonly Condition[]): readonly string[] {
  return conditions.filter(({ type, status }) => problems.includes(type) && status === 'True').map(sentence)
}

/** The conditions of node problem detectors and others are left out. */
export function nodeStates(conditions: readonly Condition[]): readonly NodeState[] {
  const readiness = conditions.some(({ type }) => type === 'Ready') ? [] : [{ saw: 'Ready is not reported', is: 'bad' as const }]
  const heard = conditions.flatMap((one) => {
    const state = { saw: sentence(one), ...(one.since === undefined ? {} : { since: one.since }) }
    if (one.type === 'Ready') return [{ ...state, is: ready.hear(one.status).is }]
    return pressures.includes(one.type) ? [{ ...state, is: pressure.hear(one.status).is }] : []
  })
  return [...readiness, ...heard]
}
