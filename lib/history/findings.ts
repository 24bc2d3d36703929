import { createHash } from 'node:crypto'
import type { PastFinding } from '../report/past.ts'
import type { ClaimResult, GateResult } from '../report/result.ts'

/**
 * At most this many findings of one gate are kept: more than anyone reads. The findings beyond this number are not kept, so every run reports them
 * as new and stays red.
 */
const mostFindings = 2000
const longestSaw = 200

/**
 * One entry for each finding of each claim that did not hold. A claim without findings gives one entry for itself. Leaves out what could not be
 * looked at.
 */
export function troublesOf(gate: Pick<GateResult, 'claims'>): readonly PastFinding[] {
  return gate.claims.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn').flatMap(troublesOfClaim)
}

function troublesOfClaim(claim: ClaimResult): readonly PastFinding[] {
  const seen = claim.findings.length > 0 ? claim.findings : [{ saw: claim.message || claim.title }]
  return seen.map(({ at, saw }) => ({
    key: findingKey(claim, at, saw),
    claim: claim.title,
    verdict: claim.verdict,
    ...(at === undefined ? {} : { at }),
    saw: cutTo(longestSaw, saw),
  }))
}

export function keptFindings(gate: Pick<GateResult, 'claims'>): readonly PastFinding[] {
  return troublesOf(gate).slice(0, mostFindings)
}

/**
 * The key by which two runs recognise a finding. Times and amounts do not count, because `DOWN 3h12m` is `DOWN 3h17m` five minutes later. All other
 * text counts, not only the place: two servers on one unit are two findings.
 */
export function findingKey({ title, verdict }: Pick<ClaimResult, 'title' | 'verdict'>, at: string | undefined, saw: string): string {
  return createHash('sha256')
    .update(JSON.stringify([title, verdict, at ?? '', withoutAmounts(saw)]))
    .digest('hex')
    .slice(0, 32)
}

const units = 'ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|weeks?|%|B|bytes|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB'
const amount = new RegExp(`(?<![\\w.-])(?:\\d+(?:[.,]\\d+)*\\s?(?:${units}))+(?![\\w-])`, 'g')
const time = /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?(?![\w-])/g

function withoutAmounts(text: string): string {
  return text.replace(time, '#').replace(amount, '#')
}

export function cutTo(most: number, text: string): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/\p{Surrogate}$/u, '')}…`
}
