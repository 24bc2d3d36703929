import { hostname } from 'node:os'

export interface ProbeSettings {
  readonly namespace: string
  readonly image: string
  /** How long the pod may take, from its creation to its end. */
  readonly timeoutS: number
}

export const managedBy = 'app.kubernetes.io/managed-by=openstack-gates'
const runLabel = 'openstack-gates/run'
const askedLabel = 'openstack-gates/probe'
const ownerAnnotation = 'openstack-gates/owner'

/** What the probe does to the cluster, for `gates plan`. */
export function probeEffect(namespace: string): string {
  return `creates a pod in ${namespace}`
}

/** What Kubernetes says of a pod, as far as the probe reads it. */
export interface PodObject {
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly uid?: string
    /** `2026-11-22T11:40:33Z`, the server's clock. */
    readonly creationTimestamp?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec?: { readonly activeDeadlineSeconds?: number }
  readonly status?: {
    readonly phase?: string
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[]
    readonly containerStatuses?: readonly {
      readonly state?: Readonly<Record<string, { readonly reason?: string; readonly message?: string; readonly exitCode?: number }>>
    }[]
  }
}

/** A pod that tries one TCP connection and ends. It holds no credential, and is allowed nothing else. */
export function probePod(settings: ProbeSettings, probe: { readonly connect: string; readonly runId: string; readonly id: string }) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: 'gates-probe-',
      labels: { 'app.kubernetes.io/managed-by': 'openstack-gates', [runLabel]: labelValue(probe.runId), [askedLabel]: probe.id },
      annotations: { [ownerAnnotation]: `${hostname()}/${process.pid}` },
    },
    spec: {
      restartPolicy: 'Never',
      // Longer than we wait ourselves: this ends the pod of a run that was killed.
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
          // The last lines then also stand in the pod's status, should the log be out of reach.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
        },
      ],
    },
  }
}

export function probeSelector(id: string): string {
  return `${askedLabel}=${id}`
}

/** Whether a pod was left behind by a run that is no more. A run that may still live, here or elsewhere, keeps its pod until the pod's deadline. */
export function isLeftOver(pod: PodObject, runId: string, nowMs: number): boolean {
  const { labels, annotations, creationTimestamp } = pod.metadata
  if (labels?.[runLabel] === labelValue(runId)) return false
  const ageS = (nowMs - Date.parse(creationTimestamp ?? '')) / 1000
  if (!(ageS <= (pod.spec?.activeDeadlineSeconds ?? 0))) return true
  const [host, pid] = annotations?.[ownerAnnotation]?.split('/') ?? []
  return host === undefined || (host === hostname() && !isAlive(Number(pid)))
}

/** Settled for good, one way or the other. */
export function hasEnded({ status }: PodObject): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

/** Why it will hardly run at all, e.g. `ImagePullBackOff`; undefined while it may. */
export function isStuckBy({ status }: PodObject): string | undefined {
  const waiting = status?.containerStatuses?.[0]?.state?.waiting?.reason
  if (waiting && /^(ImagePullBackOff|ErrImageNeverPull|InvalidImageName|CreateContainer(Config)?Error)$/.test(waiting)) return waiting
  return status?.conditions?.find((c) => c.type === 'PodScheduled' && c.status === 'False' && c.reason === 'Unschedulable')?.reason
}

/** The container's exit code; undefined when it never ended. */
export function exitCodeOf({ status }: PodObject): number | undefined {
  return status?.containerStatuses?.[0]?.state?.terminated?.exitCode
}

/** The container's last lines as Kubernetes kept them. */
export function lastWordsOf({ status }: PodObject): string | undefined {
  return status?.containerStatuses?.[0]?.state?.terminated?.message
}

/** Metadata and status: what was seen. What we asked for stays out of answers and recordings. */
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

/** A pid of another user answers EPERM: alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
