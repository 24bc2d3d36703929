import type { JsonObject } from '../json.ts'
import { each } from './each.ts'

/** One condition of an object's status. */
export interface Condition {
  readonly type: string
  /** `True`, `False` or `Unknown`: a text, never a boolean. */
  readonly status: string
  /** `MinimumReplicasUnavailable` */
  readonly reason?: string
  readonly message?: string
}

/** Empty when there are none yet. */
export function conditionsOf(status: JsonObject): readonly Condition[] {
  return each(status, 'conditions').map((one) => {
    const [reason, message] = [one.optionalText('reason'), one.optionalText('message')]
    return {
      type: one.text('type'),
      status: one.text('status'),
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
    }
  })
}

/** Absent is not False: nobody has said anything yet. */
export function isTrue(conditions: readonly Condition[], type: string): boolean {
  return conditions.some((one) => one.type === type && one.status === 'True')
}

/** `Ready is False: KubeletNotReady: container runtime network not ready`; `nothing is said of Ready` when it is absent. */
export function sentenceOf(conditions: readonly Condition[], type: string): string {
  const one = conditions.find((condition) => condition.type === type)
  if (!one) return `nothing is said of ${type}`
  return [`${type} is ${one.status}`, one.reason, one.message].filter((part) => part !== undefined).join(': ')
}
