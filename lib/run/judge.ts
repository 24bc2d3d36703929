import type { GateSpec } from '../phase/phase.ts'
import { asTyped } from '../phase/typed.ts'
import type { Cause, ClaimResult, Coverage, Finding, GateResult, Verdict } from '../report/result.ts'
import type { ClaimOutcome } from './claim-outcome.ts'

/** Judges one gate by the outcomes of its claims. `met` holds the reasons why some of the gate's questions got no answer. */
export function judge(
  spec: GateSpec,
  outcomes: readonly ClaimOutcome[],
  met: readonly Cause[],
  loadErrors: readonly string[] = [],
): GateResult {
  const unread = unreadRows(outcomes)
  const claims = onlyWhatWasRead(onlyWhatWasSeen(outcomes.map((outcome) => judgeClaim(spec, outcome, unread))), unread)
  const isBlocked = outcomes.some(({ error }) => error?.name === 'Blocked')
  const verdict =
    outcomes.length === 0
      ? 'unknown'
      : gateVerdict(
          claims.map((claim) => claim.verdict),
          isBlocked,
        )
  const known = distinct([...met, ...unread, ...outcomes.flatMap(({ error }) => causeOf(error))])
  const causes = known.length === 0 && verdict === 'unknown' ? [sentence(claims, loadErrors)] : known
  const skipped = claims.find((claim) => claim.verdict === 'skip')
  const blockedBy = outcomes.find(({ error }) => error?.name === 'Blocked')?.error?.by
  return {
    id: spec.id,
    phase: spec.phase,
    severity: spec.severity,
    source: spec.source,
    verdict,
    durationMs: Math.round(outcomes.reduce((sum, outcome) => sum + outcome.durationMs, 0)),
    claims,
    causes,
    ...(verdict === 'skip' && blockedBy !== undefined ? { blockedBy } : {}),
    ...(verdict === 'skip' && skipped !== undefined ? { reason: skipped.message } : {}),
    notes: [...new Set(outcomes.flatMap((outcome) => outcome.said?.notes ?? []))],
    ...(verdict === 'fail' || verdict === 'warn' ? { fix: spec.fix } : {}),
  }
}

/** Ends a message that says that something is missing, when some row could not be read: the missing thing may be in that row. */
export const orUnread = ', or its row could not be read'

function judgeClaim(spec: GateSpec, { title, kind, state, said, error }: ClaimOutcome, unread: readonly Cause[]): ClaimResult {
  const common = { title, kind, findings: [], ...(kind === 'saw' && said?.coverage ? { coverage: said.coverage } : {}) }
  if (state === 'held') return { ...common, verdict: 'pass', message: '' }
  if (state === 'broken' && said?.absent && unread.length > 0)
    return { ...common, verdict: 'unknown', message: `${said.message}${orUnread}`, findings: findingsIn(said) }
  if (state === 'broken') return { ...common, verdict: brokenVerdict(spec, kind), message: said?.message ?? '', findings: findingsIn(said) }
  if (error?.name === 'Blocked' || error?.name === 'NotApplicable') return { ...common, verdict: 'skip', message: error.message }
  const known = error?.name === 'CouldNotLook' || error?.name === 'Interrupted'
  return {
    ...common,
    verdict: 'unknown',
    message: known ? error.message : `the gate itself failed, which says nothing about the cloud: ${error?.message ?? 'no reason known'}`,
  }
}

function brokenVerdict(spec: GateSpec, kind: ClaimOutcome['kind']): Verdict {
  if (kind === 'saw') return 'unknown'
  return kind === 'advises' || spec.severity === 'advisory' ? 'warn' : 'fail'
}

/** When a gate did not see everything, a claim that passed held only for what was seen. So its verdict becomes `unknown`. */
function onlyWhatWasSeen(claims: readonly ClaimResult[]): ClaimResult[] {
  const short = claims.filter(({ kind, verdict }) => kind === 'saw' && verdict === 'unknown')
  const partial = short.find(({ coverage }) => coverage !== undefined && coverage.answered < coverage.asked) ?? short[0]
  if (partial === undefined) return [...claims]
  const message = heldFor(partial)
  return claims.map((claim) => (claim.verdict === 'pass' ? { ...claim, verdict: 'unknown', message, partial: true } : claim))
}

/** When a row could not be read, a claim that passed was judged by the other rows only. So its verdict becomes `unknown`. */
function onlyWhatWasRead(claims: readonly ClaimResult[], [row]: readonly Cause[]): ClaimResult[] {
  if (row === undefined) return [...claims]
  return claims.map((claim) =>
    claim.verdict === 'pass' ? { ...claim, verdict: 'unknown', message: 'held for the rows that could be read', partial: true } : claim,
  )
}

function unreadRows(outcomes: readonly ClaimOutcome[]): readonly Cause[] {
  const rows = outcomes.flatMap(({ unread = [] }) => unread)
  return distinct(rows.map((row) => ({ kind: 'not-understood', ...row })))
}

/** `held for 10 of 11 units`; `not judged: 3 of 3 vaults did not answer` */
function heldFor({ coverage, message }: ClaimResult): string {
  return coverage === undefined || coverage.answered === 0
    ? `not judged: ${message}`
    : `held for ${coverage.answered} of ${amount(coverage)}`
}

function amount({ asked, noun, plural }: Coverage): string {
  return `${asked} ${asked === 1 ? noun : plural}`
}

/**
 * Fail outranks unknown, and unknown outranks warn: a warning must not hide that the gate could not look. A blocked gate never passes, even if those
 * of its claims that need no answer hold.
 */
function gateVerdict(verdicts: readonly Verdict[], isBlocked: boolean): Verdict {
  for (const verdict of ['fail', 'unknown', 'warn'] as const) if (verdicts.includes(verdict)) return verdict
  return isBlocked || verdicts.every((verdict) => verdict === 'skip') ? 'skip' : 'pass'
}

function causeOf(error: ClaimOutcome['error']): readonly Cause[] {
  if (error?.key === undefined) return []
  const { kind = 'not-understood', key, message, remedy } = error
  return [{ kind, key, message, ...(remedy === undefined ? {} : { remedy }) }]
}

/** The first cause of each key. In `causes`, those from questions come before those from claims, so the question's wording is kept. */
function distinct(causes: readonly Cause[]): Cause[] {
  const firsts = [...Map.groupBy(causes, (cause) => cause.key).values()].flatMap(([cause]) => cause ?? [])
  return firsts.map(({ kind, key, message, remedy }) => ({ kind, key, message, ...(remedy === undefined ? {} : { remedy }) }))
}

function sentence(claims: readonly ClaimResult[], loadErrors: readonly string[]): Cause {
  const [loadError] = loadErrors
  if (loadError !== undefined) {
    return { kind: 'gate-file', key: `gate file: ${loadError}`, message: `the gate file did not load: ${loadError}` }
  }
  const message = claims.find((claim) => claim.verdict === 'unknown' && !claim.partial)?.message ?? 'the gate reported nothing'
  return { kind: 'not-enough-seen', key: message, message }
}

function findingsIn(said: ClaimOutcome['said']): Finding[] {
  return (said?.findings ?? []).map(asFinding)
}

function asFinding(raw: unknown): Finding {
  if (typeof raw !== 'object' || raw === null) return { saw: String(raw) }
  const { at, saw, fix, destroys } = raw as Record<string, unknown>
  return {
    ...(typeof at === 'string' ? { at } : {}),
    saw: typeof saw === 'string' ? saw : JSON.stringify(raw),
    ...(typeof fix === 'string' ? { fix: asTyped(fix) } : {}),
    ...(typeof destroys === 'string' ? { destroys } : {}),
  }
}
