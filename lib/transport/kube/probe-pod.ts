import { hostname } from 'node:os'
import type { PodObject } from './pod-object.ts'

export interface ProbeSettings {
  readonly namespace: string
  readonly image: string
  /** How long the pod may take, from its creation to its end. */
  readonly timeoutS: number
}

const managerLabel = 'app.kubernetes.io/managed-by'
const manager = 'openstack-gates'
export const managedBy = `${managerLabel}=${manager}`
const runLabel = 'openstack-gates/run'
const askedLabel = 'openstack-gates/probe'
const ownerAnnotation = 'openstack-gates/owner'

/** The name of a probe pod. This tool chooses the name: an answer of the cluster must not decide which pod is looked at and deleted. */
export function nameOf(id: string): string {
  return `gates-probe-${id}`
}

/** Names made by `nameOf`, and those of older runs, which end in five letters that Kubernetes chose. */
const ourName = /^gates-probe-[a-z0-9]{5,12}$/

/** What the probe does to the cluster, for `gates plan`. */
export function probeEffect(namespace: string): string {
  return `creates a pod in ${namespace}`
}

/** A pod that tries one TCP connection and ends. It gets no credential and no privileges. */
export function probePod(settings: ProbeSettings, probe: { readonly connect: string; readonly runId: string; readonly id: string }) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: nameOf(probe.id),
      labels: { [managerLabel]: manager, [runLabel]: labelValue(probe.runId), [askedLabel]: probe.id },
      annotations: { [ownerAnnotation]: `${hostname()}/${process.pid}` },
    },
    spec: {
      restartPolicy: 'Never',
      // This limit, which is longer than our own wait, ends the pod of a run that was killed.
      activeDeadlineSeconds: settings.timeoutS + 30,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'probe',
          image: settings.image,
          args: ['connect', probe.connect, `--timeout=${Math.min(5, settings.timeoutS)}s`, '--protocol=tcp'],
          // When the pod fails, the last lines of its log are also in its status, in case the log cannot be read.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
        },
      ],
    },
  }
}

/**
 * Whether a listed pod was made by the gates in this namespace. Being on the list is not enough: a server that ignores the selector lists everyone's
 * pods.
 */
export function isOurs({ metadata, spec }: PodObject, namespace: string): boolean {
  const { name, namespace: its, labels = {}, annotations = {}, creationTimestamp = '' } = metadata
  return (
    ourName.test(name) &&
    its === namespace &&
    labels[managerLabel] === manager &&
    labels[runLabel] !== undefined &&
    /^[0-9a-f]{12}$/.test(labels[askedLabel] ?? '') &&
    ownerIn(annotations) !== undefined &&
    !Number.isNaN(Date.parse(creationTimestamp)) &&
    (spec?.activeDeadlineSeconds ?? 0) > 0
  )
}

/**
 * Whether a pod of ours was left behind by a run that has ended. A run that may still live, here or elsewhere, keeps its pod until the pod's
 * deadline.
 */
export function isLeftOver({ metadata, spec }: PodObject, runId: string, nowMs: number): boolean {
  const { labels, annotations, creationTimestamp } = metadata
  if (labels?.[runLabel] === labelValue(runId)) return false
  const ageS = (nowMs - Date.parse(creationTimestamp ?? '')) / 1000
  if (ageS > (spec?.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY)) return true
  const owner = ownerIn(annotations ?? {})
  return owner !== undefined && owner.host === hostname() && !isAlive(owner.pid)
}

/** The machine and process that made a pod; undefined when its annotation is not in our form. */
function ownerIn(annotations: Readonly<Record<string, string>>): { readonly host: string; readonly pid: number } | undefined {
  const [, host, pid] = /^([^/]+)\/([1-9]\d{0,9})$/.exec(annotations[ownerAnnotation] ?? '') ?? []
  return host === undefined ? undefined : { host, pid: Number(pid) }
}

/** Whether the pod has ended, in success or in failure. */
export function hasEnded({ status }: PodObject): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

/** Why the pod's container is waiting, e.g. `ErrImagePull`. Undefined when the container is not waiting. */
export function waitsFor({ status }: PodObject): string | undefined {
  return status?.containerStatuses?.[0]?.state?.waiting?.reason
}

/** Why the pod will probably never run, e.g. `ImagePullBackOff`; undefined while it still may. */
export function isStuckBy(pod: PodObject): string | undefined {
  const waiting = waitsFor(pod)
  if (waiting && /^(ImagePullBackOff|ErrImageNeverPull|InvalidImageName|CreateContainer(Config)?Error)$/.test(waiting)) return waiting
  return pod.status?.conditions?.find((c) => c.type === 'PodScheduled' && c.status === 'False' && c.reason === 'Unschedulable')?.reason
}

/** The container's exit code; undefined when it never ended. */
export function exitCodeOf({ status }: PodObject): number | undefined {
  return status?.containerStatuses?.[0]?.state?.terminated?.exitCode
}

/** The container's last lines as Kubernetes kept them. */
export function lastWordsOf({ status }: PodObject): string | undefined {
  return status?.containerStatuses?.[0]?.state?.terminated?.message
}

/** The metadata and status of a pod, which are what was seen. Its spec, which is what we asked for, stays out of answers and recordings. */
export function asSeen({ metadata, status }: PodObject): string {
  const { name, namespace, creationTimestamp, labels } = metadata
  return JSON.stringify({ metadata: { name, namespace, creationTimestamp, labels }, status })
}

function labelValue(text: string): string {
  return text
    .replace(/[^\w.-]/g, '-')
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
}

/** Signal 0 fails with EPERM when the process belongs to another user. Such a process is alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
