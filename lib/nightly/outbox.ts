import type { Notify } from '../phase/nightly.ts'
import type { Notice } from '../report/notice.ts'
import { counted } from '../report/plain-text.ts'
import type { Letter } from './state.ts'
import { targetName } from './targets.ts'

export interface Post {
  readonly targets: readonly Notify[]
  /** Rejects with a sentence. */
  readonly send: (notice: Notice, target: Notify) => Promise<void>
}

export interface Posted {
  /** The letters that are still to be delivered. */
  readonly outbox: readonly Letter[]
  /** One sentence for each target to which a notice could not be delivered, and one for each target for which some or all notices are given up. */
  readonly problems: readonly string[]
}

/** The most letters kept for a target. A target that was unreachable for a long time gets only the latest letters. */
const mostLetters = 30

/** One letter with this notice for each target. */
export function addressed(notice: Notice, targets: readonly Notify[]): Letter[] {
  return targets.map((target) => ({ to: targetName(target), notice, attempts: 0 }))
}

/** Delivers the letters, oldest first. After one fails, later letters to the same target wait too: news in the wrong order misleads. */
export async function post(letters: readonly Letter[], { targets, send }: Post): Promise<Posted> {
  const left: Letter[] = []
  const problems: string[] = []
  for (const [to, own] of Map.groupBy(letters, (letter) => letter.to)) {
    const target = targets.find((one) => targetName(one) === to)
    if (target === undefined) {
      problems.push(`${counted(own.length, 'notification')} to ${to} cannot be delivered: the site file no longer names this target`)
      continue
    }
    const waiting = await deliverInOrder(own, target, send)
    const [first] = waiting
    if (first) problems.push(`notification not delivered to ${to}: ${first.problem}`)
    if (waiting.length > mostLetters) problems.push(`${waiting.length - mostLetters} older notifications to ${to} are given up`)
    left.push(...waiting.slice(-mostLetters))
  }
  return { outbox: left, problems }
}

async function deliverInOrder(letters: readonly Letter[], target: Notify, send: Post['send']): Promise<readonly Letter[]> {
  for (const [index, letter] of letters.entries()) {
    try {
      await send(letter.notice, target)
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      return [{ ...letter, attempts: letter.attempts + 1, problem }, ...letters.slice(index + 1)]
    }
  }
  return []
}
