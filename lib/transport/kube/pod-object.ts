import { z } from 'zod'
import { CouldNotLook } from '../could-not-look.ts'

const texts = z.record(z.string(), z.string())

/** The parts of a pod that the probe reads. The rest is kept for the recording. */
const podObject = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    /** `2026-11-22T11:40:33Z`, the server's clock. */
    creationTimestamp: z.string().optional(),
    labels: texts.optional(),
    annotations: texts.optional(),
  }),
  spec: z.looseObject({ activeDeadlineSeconds: z.number().optional() }).optional(),
  status: z
    .looseObject({
      phase: z.string().optional(),
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string(), reason: z.string().optional() })).optional(),
      containerStatuses: z
        .array(
          z.looseObject({
            state: z
              .record(
                z.string(),
                z.looseObject({ reason: z.string().optional(), message: z.string().optional(), exitCode: z.number().optional() }),
              )
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
})

const podList = z.looseObject({ items: z.array(podObject) })

export type PodObject = z.infer<typeof podObject>

/** The pod in an answer's body; `path` is what was asked. Throws CouldNotLook when the body is not a pod. */
export function podIn(body: string, path: string): PodObject {
  return understood(podObject, body, path)
}

/** The pods of a list. Throws CouldNotLook when the body is not a list of pods. */
export function podsIn(body: string, path: string): readonly PodObject[] {
  return understood(podList, body, path).items
}

function understood<Shape>(shape: z.ZodType<Shape>, body: string, path: string): Shape {
  const { data, error } = shape.safeParse(json(body, path))
  if (data !== undefined) return data
  const [issue] = error?.issues ?? []
  const why = issue === undefined ? 'its shape is unknown' : `${issue.path.join('.') || 'the answer'}: ${issue.message}`
  throw new CouldNotLook('not-understood', 'kube probe', `${path} was not answered in the form that Kubernetes uses: ${why}`)
}

function json(body: string, path: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    const begins = JSON.stringify(body.slice(0, 80))
    throw new CouldNotLook('not-understood', 'kube probe', `${path} was not answered with JSON: ${begins}`, { cause })
  }
}
