/** The parts of a pod that the stand-in reads. */
export interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string; readonly deletionTimestamp?: string }
  readonly spec: {
    readonly nodeName?: string
    readonly containers: readonly {
      readonly name: string
      readonly image: string
      readonly args?: readonly string[]
      readonly terminationMessagePolicy?: string
    }[]
  }
  readonly status: { readonly phase?: string }
}

/** `status` as a kubelet writes it, for a pod with one container in a given state. */
export function podStatus(pod: Pod, address: string, phase: string, state: Record<string, unknown>, startedAt: string) {
  const running = 'running' in state
  const ended = 'terminated' in state
  const notReady = running ? {} : { reason: ended ? 'PodCompleted' : 'ContainersNotReady' }
  const condition = (type: string, holds: boolean, why = {}) => ({
    type,
    status: holds ? 'True' : 'False',
    lastTransitionTime: startedAt,
    ...why,
  })
  return {
    phase,
    hostIP: address,
    startTime: startedAt,
    conditions: [
      condition('Initialized', true),
      condition('Ready', running, notReady),
      condition('ContainersReady', running, notReady),
      condition('PodScheduled', true),
    ],
    containerStatuses: pod.spec.containers.map(({ name, image }) => ({
      name,
      image,
      imageID: running || ended ? imageIdOf(image) : '',
      lastState: {},
      ready: running,
      restartCount: 0,
      started: running,
      state,
    })),
  }
}

/** The lab pulls nothing, so the digest is made up; the repository is the image's own. */
function imageIdOf(image: string): string {
  return `${image.replace(/@.*$/, '').replace(/:[^/:]*$/, '')}@sha256:${'0'.repeat(64)}`
}

export function terminated(exitCode: number, startedAt: string, message: string) {
  const reason = exitCode === 0 ? 'Completed' : 'Error'
  return { terminated: { exitCode, reason, startedAt, finishedAt: now(), ...(message ? { message } : {}) } }
}

export function pullBackOff(image: string) {
  return { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } }
}

/** The condition of a pod that no node accepts, in the scheduler's words. */
export const unschedulable = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'Unschedulable',
  message:
    "0/1 nodes are available: 1 node(s) had taint {node.cloudprovider.kubernetes.io/uninitialized: true}, that the pod didn't tolerate.",
}

/** The time as Kubernetes writes it: in whole seconds. */
export function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z')
}
