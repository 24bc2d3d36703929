import type { GateSpec } from '../phase/phase.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { seconds } from '../transport/cut-short.ts'
import { describe, type Question } from '../transport/question.ts'

/**
 * The time that a connection (10 s at most) and a short answer take. A question that had less time than this does not show that its target is
 * silent.
 */
const fairMs = 11_000

/**
 * The error for a gate whose time is up before `question` has an answer. `underWayMs`: how long ago the question was sent; undefined while it waits
 * for its turn. The error blames the target only when the question had enough time for an answer.
 */
export function outOfTime({ id, timeoutS }: Pick<GateSpec, 'id' | 'timeoutS'>, question: Question, underWayMs?: number): CouldNotLook {
  const asked = describe(question)
  if (underWayMs === undefined) {
    const message = `"${asked}" was not asked in time: ${id} had ${timeoutS} s, and other questions used up that time`
    return new CouldNotLook('not-asked', `time of ${id}`, message)
  }
  if (underWayMs < Math.min(fairMs, (timeoutS * 1000) / 2)) {
    const message = `"${asked}" was asked too late: ${id} had ${timeoutS} s, and only ${seconds(underWayMs)} s of them were left when the question went out`
    return new CouldNotLook('not-asked', `time of ${id}`, message)
  }
  return new CouldNotLook('timeout', question.on.name, `${id} had ${timeoutS} s, and "${asked}" had no answer by then`)
}
