import type { Claimed } from '../gate/claim.ts'
import type { ClaimMeta } from '../gate/contract.ts'
import type { ClaimKind } from '../report/result.ts'
import type { UnreadRow } from '../transport/ask.ts'

/** The error that kept an observation from being made, with the facts that it carried. */
interface ClaimError {
  readonly name: string
  readonly message: string
  readonly kind?: string
  readonly key?: string
  readonly remedy?: string
  /** The gate that blocked this one. */
  readonly by?: string
}

/** How one claim ended, as its runner saw it. */
export interface ClaimOutcome {
  readonly gate: string
  readonly case: string
  readonly title: string
  readonly kind: ClaimKind
  readonly state: 'held' | 'broken' | 'not judged'
  readonly durationMs: number
  /** The state fields that this gate has judged so far. */
  readonly heard?: readonly string[]
  /** Rows that this gate could not read. */
  readonly unread?: readonly UnreadRow[]
  /** The result of the claim. Absent when `state` is `not judged`. */
  readonly said?: Claimed
  /** The error that kept the observation from being made. Present when `state` is `not judged`. */
  readonly error?: ClaimError
}

interface Ended {
  readonly isPassed: boolean
  readonly durationMs: number
  readonly error: { readonly name?: string; readonly message?: string } | undefined
}

/** The outcome of a claim, from the data that the claim left on its vitest task and from how that task ended. */
export function outcomeFrom(claim: ClaimMeta, { isPassed, durationMs, error }: Ended): ClaimOutcome {
  const { said, heard, unread, gate, title, kind } = claim
  const common = { gate, case: claim.case, title, kind, durationMs, ...(heard ? { heard } : {}), ...(unread ? { unread } : {}) }
  if (isPassed) return { ...common, state: 'held', ...(said ? { said } : {}) }
  if (said && !said.holds) return { ...common, state: 'broken', said }
  return { ...common, state: 'not judged', error: errorIn(error) }
}

function errorIn(error: Ended['error']): ClaimError {
  const { name = 'Interrupted', message = 'the run ended before this gate could look' } = error ?? {}
  const carried = (error ?? {}) as Readonly<Record<string, unknown>>
  const texts = (['kind', 'key', 'remedy', 'by'] as const).filter((key) => typeof carried[key] === 'string')
  return { name, message, ...Object.fromEntries(texts.map((key) => [key, carried[key]])) }
}
