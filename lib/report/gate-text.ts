import { remedyOf } from './causes.ts'
import { type ClaimResult, findingsOf, type GateResult } from './result.ts'

/** One sentence: what a gate saw, with counts. For a gate that could not look or was skipped: why. Empty for a gate that passed. */
export function sawText(gate: GateResult): string {
  const worst = gate.claims.find(({ verdict, message }) => verdict === gate.verdict && message !== '')
  switch (gate.verdict) {
    case 'pass':
      return ''
    case 'skip':
      return gate.reason ?? 'no reason given'
    case 'unknown':
      return gate.causes[0]?.message ?? worst?.message ?? 'could not look'
    default:
      return worst?.message ?? 'a claim was seen to be false'
  }
}

/** What a gate found, in one line: the first claim that says something, else why the gate could not look or was skipped, else its verdict. */
export function firstWords({ claims, causes, reason, verdict }: GateResult): string {
  return claims.find((claim) => claim.verdict === verdict)?.message || causes[0]?.message || reason || verdict
}

/** One text for each offender: where, and what was seen there. */
export function findingTexts(gate: Pick<GateResult, 'claims'>): readonly string[] {
  return findingsOf(gate).map(({ at, saw }) => (at === undefined ? saw : `${at}  ${saw}`))
}

/** What to type next, with a warning where that destroys something. Undefined when there is nothing to suggest. */
export function fixText(gate: GateResult): string | undefined {
  const own = gate.verdict === 'unknown' ? remedyOf(gate.causes) : gate.fix
  const ofFindings = findingsOf(gate).flatMap(({ at, fix, destroys }) =>
    fix === undefined
      ? []
      : [...(destroys ? [`# caution, cannot be undone: ${destroys}`] : []), at === undefined ? fix : `${fix}   # ${at}`],
  )
  const lines = [...new Set([...(own === undefined ? [] : [own]), ...ofFindings])]
  return lines.length === 0 ? undefined : lines.join('\n')
}

/** The title of a claim, with what was seen when it did not hold. */
export function claimText({ title, message }: Pick<ClaimResult, 'title' | 'message'>): string {
  return message === '' ? title : `${title}: ${message}`
}
