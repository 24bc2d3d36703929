import type { GateResult } from '../report/result.ts'
import { blockedReason } from '../report/root-cause.ts'
import type { Told } from '../transport/could-not-look.ts'
import { noCredential } from '../transport/ssh/options.ts'
import { greeterId } from './select.ts'

/** What a gate met at the machines it asked. */
export interface Met {
  /** Everything that could not be looked at on its behalf. */
  readonly causes: readonly Pick<Told, 'kind' | 'key' | 'message'>[]
  /** Whether any machine answered it over SSH. */
  readonly isAnswered: boolean
}

/**
 * Before the first `gates trust`, or without an SSH key to log in with, every gate that asks machines is blind for one reason, and the gate
 * that greets them says it. The others are blocked by that one: undefined for a gate that is not. A gate that one machine has answered keeps
 * its own verdict.
 */
export function blockedByGreeter(
  result: GateResult,
  { causes, isAnswered }: Met,
  selected: { has(id: string): boolean },
): GateResult | undefined {
  const [first] = causes
  if (result.verdict !== 'unknown' || result.id === greeterId || !selected.has(greeterId) || isAnswered) return undefined
  if (!first || !causes.every(isOurLack)) return undefined
  const reason = `${blockedReason(greeterId)}, which could not look: ${first.message}`
  const { cause: _, ...rest } = result
  const claims = result.claims.map(({ title }) => ({ title, verdict: 'skip' as const, message: reason }))
  return { ...rest, verdict: 'skip', reason, claims, findings: [] }
}

/** What this machine lacks for every other. */
function isOurLack({ kind, key }: Met['causes'][number]): boolean {
  return kind === 'not-pinned' || key === noCredential
}
