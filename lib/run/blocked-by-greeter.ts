import type { GateResult } from '../report/result.ts'
import type { Reported } from '../transport/could-not-look.ts'
import { noCredential } from '../transport/ssh/options.ts'
import { greeterId } from './select.ts'

/** The outcome of a gate's questions to machines. */
export interface Met {
  /** All the reasons why questions of this gate got no answer. */
  readonly causes: readonly Pick<Reported, 'kind' | 'key' | 'message'>[]
  /** Whether any machine answered the gate over SSH. */
  readonly isAnswered: boolean
}

/**
 * The gate's result, marked as blocked by `units-reachable-by-ssh`. Before the first `gates trust`, or without an SSH key, no gate can ask a machine,
 * and only `units-reachable-by-ssh` reports why. A gate that at least one machine has answered keeps its own verdict.
 */
export function blockedByGreeter(
  result: GateResult,
  { causes, isAnswered }: Met,
  selected: { has(id: string): boolean },
): GateResult | undefined {
  const [first] = causes
  if (result.verdict !== 'unknown' || result.id === greeterId || !selected.has(greeterId) || isAnswered) return undefined
  if (!first || !causes.every(isOurLack)) return undefined
  const reason = `blocked by ${greeterId}, which could not look: ${first.message}`
  const claims = result.claims.map(({ title, kind }) => ({ title, kind, verdict: 'skip' as const, message: reason, findings: [] }))
  return { ...result, verdict: 'skip', blockedBy: greeterId, reason, claims, causes: [] }
}

/** Whether the question failed because this machine lacks something: the pinned host key, or an SSH key to log in with. */
function isOurLack({ kind, key }: Met['causes'][number]): boolean {
  return kind === 'not-pinned' || key === noCredential
}
