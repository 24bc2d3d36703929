import type { PastFinding, PastGate, Sighting } from '../report/past.ts'
import type { ClaimResult, GateResult, RunResult } from '../report/result.ts'
import { troublesOf } from './findings.ts'

export type Change = 'new' | 'known' | 'fixed'

export interface Compared {
  /** Undefined: nothing to say, for example when the gate passed before and passes now. */
  readonly change: Change | undefined
  /** The findings that were not there before, each as its position in the list of current findings. */
  readonly fresh: ReadonlySet<number>
  /** Earlier findings that are not there now. Empty unless the gate could look both times. */
  readonly gone: readonly PastFinding[]
}

interface Seen extends Pick<PastGate, 'verdict'> {
  readonly findings: readonly PastFinding[]
  readonly causes: readonly string[]
}

/**
 * What changed in a gate since an earlier run. A finding that the earlier run did not have is new. All findings are new when the earlier run did not
 * have the gate, or had it as skipped or unknown. The change of a gate that is unknown now is `known` if the gate has causes, and was
 * unknown in the earlier run too, with all of these causes. Otherwise its change is `new`.
 */
export function compareGate(now: Seen, before: Seen | undefined): Compared {
  if (now.verdict === 'unknown') return { change: isSameBlindness(now, before) ? 'known' : 'new', fresh: new Set(), gone: [] }
  if (now.verdict === 'skip') return { change: undefined, fresh: new Set(), gone: [] }
  const past = before !== undefined && before.verdict !== 'unknown' && before.verdict !== 'skip' ? before.findings : []
  const { fresh, gone } = difference(now.findings, past)
  if (now.verdict === 'pass') return { change: before?.verdict === 'fail' || before?.verdict === 'warn' ? 'fixed' : undefined, fresh, gone }
  return { change: fresh.size > 0 || now.findings.length === 0 ? 'new' : 'known', fresh, gone }
}

/** The result, marked with what changed since each gate was last seen, findings included. Verdicts and exit code stay the same. */
export function compareRun(result: RunResult, baseline: (gate: string) => Sighting | undefined): RunResult {
  return { ...result, gates: result.gates.map((gate) => withChange(gate, baseline(gate.id))) }
}

function withChange(gate: GateResult, before: Sighting | undefined): GateResult {
  const now = { verdict: gate.verdict, findings: troublesOf(gate), causes: gate.causes.map(({ key }) => key) }
  const { change, fresh, gone } = compareGate(now, before?.gate)
  if (change === undefined) return gate
  return {
    ...gate,
    change,
    ...(before === undefined ? {} : { before: { run: before.run.id, verdict: before.gate.verdict } }),
    ...(gone.length > 0 ? { gone: gone.map(({ at, saw }) => ({ ...(at === undefined ? {} : { at }), saw })) } : {}),
    claims: marked(gate.claims, fresh),
  }
}

/** Marks each finding as new or known. `fresh` has the positions of the new ones in the list that `troublesOf` returns. */
function marked(claims: readonly ClaimResult[], fresh: ReadonlySet<number>): ClaimResult[] {
  let place = 0
  const next = (): 'new' | 'known' => (fresh.has(place++) ? 'new' : 'known')
  return claims.map((claim) => {
    if (claim.verdict !== 'fail' && claim.verdict !== 'warn') return claim
    if (claim.findings.length === 0) return { ...claim, change: next() }
    const findings = claim.findings.map((finding) => ({ ...finding, change: next() }))
    return { ...claim, findings, change: findings.some(({ change }) => change === 'new') ? 'new' : 'known' }
  })
}

/** The findings that came and went. When a key was found once before and is found twice now, one of the two findings is new. */
function difference(now: readonly PastFinding[], before: readonly PastFinding[]): Pick<Compared, 'fresh' | 'gone'> {
  const left = new Map([...Map.groupBy(before, ({ key }) => key)].map(([key, found]) => [key, [...found]]))
  const fresh = new Set([...now.entries()].filter(([, { key }]) => left.get(key)?.pop() === undefined).map(([place]) => place))
  return { fresh, gone: [...left.values()].flat() }
}

function isSameBlindness(now: Seen, before: Seen | undefined): boolean {
  return before?.verdict === 'unknown' && now.causes.length > 0 && now.causes.every((key) => before.causes.includes(key))
}
