import type { Heard } from '../heard.ts'
import type { JsonObject } from '../json.ts'
import { conditionsOf, isTrue } from './conditions.ts'
import { each } from './each.ts'
import type { ListOf } from './list.ts'
import { metaOf, optionalTime } from './meta.ts'
import { containerStop, podPhase } from './node-words.ts'

export interface KubePod {
  readonly namespace: string
  readonly name: string
  /** `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`. What kubectl calls CrashLoopBackOff is Running. */
  readonly phase: string
  readonly state: Heard
  /** The pod has run to its end or was evicted: it is a leftover, and another pod may run in its place. */
  readonly hasEnded: boolean
  /** The pod is being deleted. It stays in the list until its containers have ended; another pod may already run in its place. */
  readonly isLeaving: boolean
  /** All its containers are ready, and it is not being deleted. */
  readonly isReady: boolean
  /** Since when the pod has not been ready, or has had no node. Absent while the pod is ready, and where the API gives no time. */
  readonly notReadySince?: Date
  /** The node that the pod is on. Absent until the pod has a node. */
  readonly node?: string
  /** Why no node takes the pod: `0/2 nodes are available: 2 node(s) had untolerated taint {…}` */
  readonly unschedulable?: string
  /** `k8s-app` → `cilium` */
  readonly labels: ReadonlyMap<string, string>
  /** The images as the pod's spec names them: `registry.k8s.io/capi-openstack/capi-openstack-controller:v0.14.4` */
  readonly images: readonly string[]
  /**
   * Empty before a node has started any container. An init container is listed until it has ended successfully, because the pod's other containers
   * wait for it.
   */
  readonly containers: readonly ContainerState[]
}

export interface ContainerState {
  readonly name: string
  /**
   * Whether this is an init container. The pod's other containers start only after it has ended successfully or, when it is a sidecar (restartPolicy
   * Always), has started.
   */
  readonly isInit: boolean
  /** Restarts since the pod was made. */
  readonly restarts: number
  /** Why the container does not run now: `CrashLoopBackOff`, or `Error` when it has just ended. Absent while the container runs. */
  readonly stopped?: string
  /** The judgement of the reason in `stopped`: `waiting`, `bad` and so on. Absent while the container runs. */
  readonly stop?: Heard
  /** When the container last ended. Absent when it has never ended. */
  readonly lastEndedAt?: Date
}

export const pods: ListOf<KubePod> = { path: '/api/v1/pods', kind: 'PodList', item: podOf }

/** A healthy cluster has few pending pods, so this list is small even in a cluster with thousands of pods. */
export const pendingPods: ListOf<KubePod> = { ...pods, path: '/api/v1/pods?fieldSelector=status.phase%3DPending' }

function podOf(object: JsonObject): KubePod {
  const { namespace, name, deletingSince, labels } = metaOf(object)
  const status = object.object('status')
  const phase = status.text('phase')
  const conditions = conditionsOf(status)
  const missing = (type: string) => conditions.find((one) => one.type === type && one.status === 'False')
  const scheduled = missing('PodScheduled')
  const notReadySince = (missing('Ready') ?? scheduled)?.since
  const node = object.object('spec').optionalText('nodeName')
  return {
    namespace,
    name,
    phase,
    get state() {
      return podPhase.hear(phase)
    },
    hasEnded: phase === 'Succeeded' || phase === 'Failed',
    isLeaving: deletingSince !== undefined,
    isReady:
      deletingSince === undefined && isTrue(conditions, 'Ready') && each(status, 'containerStatuses').every((one) => one.flag('ready')),
    ...(notReadySince === undefined ? {} : { notReadySince }),
    ...(node === undefined ? {} : { node }),
    ...(scheduled ? { unschedulable: scheduled.message ?? scheduled.reason ?? 'no reason given' } : {}),
    labels,
    images: each(object.object('spec'), 'containers', 'required').map((one) => one.text('image')),
    containers: [
      ...each(status, 'initContainerStatuses')
        .filter((one) => !isDone(one))
        .map((one) => containerOf(one, true)),
      ...each(status, 'containerStatuses').map((one) => containerOf(one, false)),
    ],
  }
}

/** Whether an init container has ended successfully. */
function isDone(object: JsonObject): boolean {
  const ended = optional(object.object('state'), 'terminated')
  return ended !== undefined && ended.integer('exitCode') === 0 && ended.optionalText('reason') === 'Completed'
}

function containerOf(object: JsonObject, isInit: boolean): ContainerState {
  const state = object.object('state')
  const [waiting, ended] = [optional(state, 'waiting'), optional(state, 'terminated')]
  const before = object.own('lastState') === undefined ? undefined : optional(object.object('lastState'), 'terminated')
  const lastEndedAt = ended ? optionalTime(ended, 'finishedAt') : before && optionalTime(before, 'finishedAt')
  const stopped = waiting ? (waiting.optionalText('reason') ?? 'waiting') : ended && (ended.optionalText('reason') ?? 'ended')
  return {
    name: object.text('name'),
    isInit,
    restarts: object.integer('restartCount'),
    ...(stopped === undefined ? {} : { stopped, stop: containerStop.hear(stopped) }),
    ...(lastEndedAt === undefined ? {} : { lastEndedAt }),
  }
}

function optional(object: JsonObject, key: string): JsonObject | undefined {
  return object.own(key) === undefined || object.own(key) === null ? undefined : object.object(key)
}
