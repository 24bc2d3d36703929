import type { CouldNotLookKind } from '../../transport/could-not-look.ts'
import { shellLine } from '../../transport/question.ts'
import type { SeenPod } from './probe-pod.ts'

export interface Hindrance {
  readonly kind: CouldNotLookKind
  readonly message: string
  readonly remedy: string
}

/**
 * Why the probe's pod did not run to its end. Such a pod shows nothing about the network path. Undefined when the pod did run to its end, or when
 * the reason is not known.
 */
export function whyNotRun(pod: SeenPod): Hindrance | undefined {
  const { name, status } = pod
  const state = status.containerStatuses[0]?.state
  const events = kubectl(pod, 'get', 'events', '--sort-by=.lastTimestamp')
  if (status.reason === 'Evicted')
    return {
      kind: 'unreachable',
      message: `pod ${name} was evicted before it ended${because(status.message)}`,
      remedy: 'kubectl describe nodes',
    }
  if (status.reason === 'DeadlineExceeded')
    return { kind: 'timeout', message: `pod ${name} ran into its own deadline${because(status.message)}`, remedy: events }
  if (status.reason === 'NodeLost' || status.phase === 'Unknown')
    return { kind: 'unreachable', message: `the node of pod ${name} stopped answering`, remedy: 'kubectl get nodes' }
  if (state?.terminated) return whyCutOff(pod, state.terminated, events)
  if (state?.waiting) return whyWaiting(pod, state.waiting, events)
  if (status.phase === 'Running')
    return {
      kind: 'timeout',
      message: `pod ${name} was still running when the probe's time was up`,
      remedy: 'raise mgmt.probe.timeoutS in the site file',
    }
  if (status.phase !== 'Pending') return undefined
  const scheduled = status.conditions.find((condition) => condition.type === 'PodScheduled')
  if (scheduled?.status === 'False')
    return {
      kind: 'unreachable',
      message: `no node takes pod ${name}${because(scheduled.message ?? scheduled.reason)}`,
      remedy: 'kubectl describe nodes',
    }
  return { kind: 'timeout', message: `pod ${name} never started: it was still Pending when the probe's time was up`, remedy: events }
}

function whyWaiting({ name, status }: SeenPod, { reason = '', message }: { reason?: string; message?: string }, events: string): Hindrance {
  const image = status.containerStatuses[0]?.image ?? 'its image'
  if (/ImagePull|InvalidImageName|ErrImage|RegistryUnavailable/.test(reason)) {
    const remedy = `set mgmt.probe.image in the site file to an image that the cluster can pull; on the node: sudo crictl pull ${shellLine([image])}`
    return { kind: 'missing-tool', message: `the image of pod ${name} was not pulled (${reason})${because(message)}`, remedy }
  }
  if (reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing')
    return {
      kind: 'timeout',
      message: `pod ${name} never started: its container was still being created when the probe's time was up`,
      remedy: events,
    }
  return {
    kind: 'unreachable',
    message: `the container of pod ${name} could not be started (${reason})${because(message)}`,
    remedy: events,
  }
}

function whyCutOff(
  { name }: SeenPod,
  ended: { exitCode: number; reason?: string; message?: string },
  events: string,
): Hindrance | undefined {
  const { exitCode, reason = '', message } = ended
  if (reason === 'OOMKilled')
    return {
      kind: 'unreachable',
      message: `pod ${name} was killed because it ran out of memory (OOMKilled, exit ${exitCode})`,
      remedy: 'kubectl describe nodes',
    }
  if (/^(StartError|ContainerCannotRun)$/.test(reason))
    return {
      kind: 'missing-tool',
      message: `the container of pod ${name} could not be started (${reason})${because(message)}`,
      remedy: 'set mgmt.probe.image in the site file to an agnhost image',
    }
  if (/^(Unknown|ContainerStatusUnknown)$/.test(reason))
    return { kind: 'unreachable', message: `it is not known how pod ${name} ended (${reason})${because(message)}`, remedy: events }
  if (reason === 'DeadlineExceeded')
    return { kind: 'timeout', message: `pod ${name} ran into its own deadline${because(message)}`, remedy: events }
  return undefined
}

function because(text: string | undefined): string {
  return text ? `: ${text.trim()}` : ''
}

function kubectl({ namespace }: SeenPod, ...rest: readonly string[]): string {
  return shellLine(['kubectl', '-n', namespace, ...rest])
}
