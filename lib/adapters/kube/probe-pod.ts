import { z } from 'zod'
import { NotUnderstood } from '../command.ts'

const Container = z.object({
  image: z.string().optional(),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
      running: z.object({}).optional(),
      terminated: z.object({ exitCode: z.number(), reason: z.string().optional(), message: z.string().optional() }).optional(),
    })
    .optional(),
})
export type Container = z.infer<typeof Container>

const PodStatus = z.object({
  phase: z.string(),
  /** e.g. `Evicted`, `DeadlineExceeded` */
  reason: z.string().optional(),
  message: z.string().optional(),
  conditions: z
    .array(z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() }))
    .optional(),
  containerStatuses: z.array(Container).optional(),
})
export type PodStatus = z.infer<typeof PodStatus>

const Pod = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().optional() }), status: PodStatus })

export interface SeenPod {
  readonly name: string
  readonly namespace: string
  readonly status: PodStatus
}

/** The pod of a probe answer. Throws NotUnderstood when it is no pod. */
export function readPod(text: string): SeenPod {
  const pod = Pod.safeParse(json(text))
  if (!pod.success) {
    const issue = pod.error.issues[0]
    throw new NotUnderstood(
      `the probe's pod is not what Kubernetes calls a pod: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`,
    )
  }
  const { metadata, status } = pod.data
  return { name: metadata.name, namespace: metadata.namespace ?? 'default', status }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
