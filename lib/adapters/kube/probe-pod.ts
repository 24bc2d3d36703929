import { NotUnderstood } from '../command.ts'
import { type JsonObject, jsonObject } from '../json.ts'
import { type Condition, conditionsOf } from './conditions.ts'
import { each } from './each.ts'

/** The probe's container as Kubernetes reports it. */
export interface Container {
  readonly image?: string
  /** `registry.k8s.io/e2e-test-images/agnhost@sha256:…` */
  readonly imageID?: string
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string }
    readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly message?: string }
  }
}

export interface PodStatus {
  readonly phase: string
  /** e.g. `Evicted`, `DeadlineExceeded` */
  readonly reason?: string
  readonly message?: string
  readonly conditions: readonly Condition[]
  readonly containerStatuses: readonly Container[]
}

export interface SeenPod {
  readonly name: string
  readonly namespace: string
  readonly status: PodStatus
}

/** Reads the pod in a probe's answer. Throws NotUnderstood when the answer is not a pod. */
export function readPod(text: string): SeenPod {
  try {
    const pod = jsonObject(text)
    const metadata = pod.object('metadata')
    return {
      name: metadata.text('name'),
      namespace: metadata.optionalText('namespace') ?? 'default',
      status: statusOf(pod.object('status')),
    }
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error
    throw new NotUnderstood(`the probe's answer cannot be read as a pod: ${error.message}`, { cause: error })
  }
}

function statusOf(status: JsonObject): PodStatus {
  return {
    phase: status.text('phase'),
    ...words(status),
    conditions: conditionsOf(status),
    containerStatuses: each(status, 'containerStatuses').map(containerOf),
  }
}

function containerOf(object: JsonObject): Container {
  const [image, imageID] = [object.optionalText('image'), object.optionalText('imageID')]
  const state = part(object, 'state')
  const [waiting, terminated] = [state && part(state, 'waiting'), state && part(state, 'terminated')]
  return {
    ...(image === undefined ? {} : { image }),
    ...(imageID === undefined ? {} : { imageID }),
    state: {
      ...(waiting ? { waiting: words(waiting) } : {}),
      ...(terminated ? { terminated: { exitCode: terminated.integer('exitCode'), ...words(terminated) } } : {}),
    },
  }
}

function words(object: JsonObject): { readonly reason?: string; readonly message?: string } {
  const [reason, message] = [object.optionalText('reason'), object.optionalText('message')]
  return { ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) }
}

function part(object: JsonObject, key: string): JsonObject | undefined {
  return object.own(key) === undefined ? undefined : object.object(key)
}
