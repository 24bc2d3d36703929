import type { GateSpec } from '../phase/phase.ts'
import { asTyped } from '../phase/typed.ts'
import type { ClaimResult, Finding, GateResult, Verdict } from '../report/result.ts'
import type { ClaimOutcome } from './engine.ts'

/** Why the seam could not look for a gate; gates that share a key share one root cause. */
export interface Cause {
  readonly key: string
  readonly message: string
  readonly remedy?: string
}

/** The verdict of one gate from what became of its claims. `causes`: what the seam could not look at on its behalf. */
export function judge(
  spec: GateSpec,
  outcomes: readonly ClaimOutcome[],
  causes: readonly Cause[],
  loadErrors: readonly string[] = [],
): GateResult {
  const claims = outcomes.map((outcome) => judgeClaim(spec, outcome))
  const isBlocked = outcomes.some(({ error }) => error?.name === 'Blocked')
  const verdict =
    outcomes.length === 0
      ? 'unknown'
      : gateVerdict(
          claims.map((claim) => claim.verdict),
          isBlocked,
        )
  const cause = verdict === 'unknown' ? (causeOf(causes, outcomes) ?? sentence(claims, loadErrors)) : causeOf(causes, outcomes)
  const reason = claims.find((claim) => claim.verdict === 'skip')?.message
  return {
    id: spec.id,
    phase: spec.phase,
    severity: spec.severity,
    source: spec.source,
    verdict,
    durationMs: Math.round(outcomes.reduce((sum, outcome) => sum + outcome.durationMs, 0)),
    claims,
    findings: outcomes.flatMap((outcome) => (outcome.broken?.findings ?? []).map(asFinding)),
    ...(cause ? { cause } : {}),
    ...(verdict === 'skip' && reason !== undefined ? { reason } : {}),
    ...(verdict === 'fail' || verdict === 'warn' ? { fix: spec.fix } : {}),
  }
}

function judgeClaim(spec: GateSpec, { title, saw, state, broken, error }: ClaimOutcome): ClaimResult {
  if (state === 'held') return { title, verdict: 'pass', message: '' }
  if (state === 'broken')
    return { title, verdict: saw ? 'unknown' : spec.severity === 'blocking' ? 'fail' : 'warn', message: broken?.message ?? '' }
  const isSkip = error?.name === 'Blocked' || error?.name === 'NotApplicable'
  if (isSkip) return { title, verdict: 'skip', message: error.message }
  const known = error?.name === 'CouldNotLook' || error?.name === 'Interrupted'
  return {
    title,
    verdict: 'unknown',
    message: known ? error.message : `the gate itself failed, which says nothing about the cloud: ${error?.message ?? 'no reason known'}`,
  }
}

/** Fail outweighs warn outweighs unknown: what was seen to be wrong stays seen. A gate that was blocked has not looked, whatever it can claim without. */
function gateVerdict(verdicts: readonly Verdict[], isBlocked: boolean): Verdict {
  for (const verdict of ['fail', 'warn', 'unknown'] as const) if (verdicts.includes(verdict)) return verdict
  return isBlocked || verdicts.every((verdict) => verdict === 'skip') ? 'skip' : 'pass'
}

function causeOf(causes: readonly Cause[], outcomes: readonly ClaimOutcome[]): Cause | undefined {
  const thrown = outcomes.flatMap(({ error }) => (error?.key === undefined ? [] : { ...error, key: error.key }))
  // the first of a key: what the seam said before what a claim made of it
  const firsts = [...Map.groupBy([...causes, ...thrown], (cause) => cause.key).values()].flatMap(([cause]) => cause ?? [])
  const distinct = firsts.map(({ key, message, remedy }): Cause => ({ key, message, ...(remedy === undefined ? {} : { remedy }) }))
  const [first] = distinct
  if (!first || distinct.length === 1) return first
  const remedies = [...new Set(distinct.flatMap((cause) => cause.remedy ?? []))]
  return {
    key: distinct
      .map((cause) => cause.key)
      .sort()
      .join(' + '),
    message: inShort(distinct.map((cause) => cause.message)),
    ...(remedies.length === 0 ? {} : { remedy: oneByOne(remedies) }),
  }
}

/** The findings name every place; a hundred sentences in a row name none. */
function inShort(messages: readonly string[]): string {
  return messages.length > 3 ? `${messages[0]}; and ${messages.length - 1} more` : messages.join('; ')
}

/**
 * Commands that are typed in different places, of which none waits for another, are never one line: the first is the one to paste, and each
 * of the others is named below it.
 */
function oneByOne([first, ...others]: readonly string[]): string {
  return [first, ...others.map((other) => `Then: ${other}`)].join('\n')
}

function sentence(claims: readonly ClaimResult[], loadErrors: readonly string[]): Cause {
  const message = loadErrors[0] ?? claims.find((claim) => claim.verdict === 'unknown')?.message ?? 'the gate reported nothing'
  return {
    key: loadErrors.length > 0 ? `gate file: ${message}` : message,
    message: loadErrors.length > 0 ? `the gate file did not load: ${message}` : message,
  }
}

function asFinding(raw: unknown): Finding {
  if (typeof raw !== 'object' || raw === null) return { saw: String(raw) }
  const { at, saw, fix } = raw as Record<string, unknown>
  return {
    ...(typeof at === 'string' ? { at } : {}),
    saw: typeof saw === 'string' ? saw : JSON.stringify(raw),
    ...(typeof fix === 'string' ? { fix: asTyped(fix) } : {}),
  }
}
