import type { JsonObject } from '../json.ts'
import { each } from './each.ts'
import { optionalTime } from './meta.ts'

/** One condition of an object's status. */
export interface Condition {
  readonly type: string
  /** `True`, `False` or `Unknown`: a text, never a boolean. */
  readonly status: string
  /** Only in Cluster API's v1beta1, and only where the status is not True: `Error`, `Warning`, `Info`. */
  readonly severity?: string
  /** `MinimumReplicasUnavailable` */
  readonly reason?: string
  readonly message?: string
  /** When the status last changed; absent where the controller does not write that. */
  readonly since?: Date
}

/** Empty when there are none yet. */
export function conditionsOf(status: JsonObject): readonly Condition[] {
  return each(status, 'conditions').map((one) => {
    const [severity, reason, message] = ['severity', 'reason', 'message'].map((key) => one.optionalText(key))
    const since = optionalTime(one, 'lastTransitionTime')
    return {
      type: one.text('type'),
      status: one.text('status'),
      ...(severity === undefined ? {} : { severity }),
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
      ...(since === undefined ? {} : { since }),
    }
  })
}

/** An absent condition does not count as True, but it is not False either: nothing has been reported yet. */
export function isTrue(conditions: readonly Condition[], type: string): boolean {
  return conditions.some((one) => one.type === type && one.status === 'True')
}

/** `Ready is False: KubeletNotReady: container runtime network not ready`, or `Ready is not reported` when there is no condition of this type. */
export function sentenceOf(conditions: readonly Condition[], type: string): string {
  const one = conditions.find((condition) => condition.type === type)
  return one ? sentence(one) : `${type} is not reported`
}

export function sentence({ type, status, reason, message }: Condition): string {
  return [`${type} is ${status}`, reason, message].filter((part) => part !== undefined).join(': ')
}
