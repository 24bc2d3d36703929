import { isDeepStrictEqual } from 'node:util'
import { findingsOf, type GateResult } from './result.ts'

/** One entry of a report: a gate in full, or several gates that only repeat what another gate already said. */
export type Row =
  | { readonly kind: 'gate'; readonly gate: GateResult }
  /** The gates could not examine the cloud. All have the same reason, and `first` already shows it in full. */
  | { readonly kind: 'same-cause'; readonly first: GateResult; readonly gates: readonly GateResult[] }
  /** The gates were skipped because `by` did not pass. */
  | { readonly kind: 'blocked'; readonly by: string; readonly gates: readonly GateResult[] }
  /** The gates were skipped for the same reason, such as a parked cluster, and state it in exactly the same words. */
  | { readonly kind: 'same-reason'; readonly reason: string; readonly gates: readonly GateResult[] }

/** Rows by phase, in the order of the run. Every gate is in exactly one row; a root cause is shown in full once per run. */
export function rowsByPhase(gates: readonly GateResult[]): Map<string, Row[]> {
  const firstWith = firstByCause(gates)
  const phases = new Map<string, Row[]>()
  for (const [phase, members] of Map.groupBy(gates, (gate) => gate.phase)) {
    const groups = Map.groupBy(members, (gate) => groupOf(gate, firstWith))
    phases.set(
      phase,
      [...groups.values()].map((group) => rowOf(group, firstWith)),
    )
  }
  return phases
}

/** Maps the key of each cause to the first gate that shows the cause. */
function firstByCause(gates: readonly GateResult[]): Map<string, GateResult> {
  const first = new Map<string, GateResult>()
  for (const gate of gates) {
    if (gate.verdict !== 'unknown' && gate.verdict !== 'fail') continue
    for (const { key } of gate.causes) if (!first.has(key)) first.set(key, gate)
  }
  return first
}

function groupOf(gate: GateResult, firstWith: Map<string, GateResult>): unknown {
  if (repeated(gate, firstWith)) return `cause ${gate.causes.map(({ key }) => key).join('\n')}`
  if (gate.blockedBy !== undefined) return `blocked ${gate.blockedBy}`
  return gate.verdict === 'skip' && gate.waived === undefined ? `skip ${gate.reason}` : gate
}

function rowOf(group: readonly GateResult[], firstWith: Map<string, GateResult>): Row {
  const [gate] = group
  if (gate === undefined) throw new Error('a group of gates without a gate')
  const first = repeated(gate, firstWith)
  if (first) return { kind: 'same-cause', first, gates: group }
  if (group.length === 1) return { kind: 'gate', gate }
  if (gate.blockedBy !== undefined) return { kind: 'blocked', by: gate.blockedBy, gates: group }
  return { kind: 'same-reason', reason: gate.reason ?? '', gates: group }
}

/**
 * The other gate that shows this gate's causes in full. Undefined when there is none, and for a failed gate, which is always shown in full itself.
 */
function repeated(gate: GateResult, firstWith: Map<string, GateResult>): GateResult | undefined {
  if (gate.verdict !== 'unknown') return undefined
  const [first, ...others] = gate.causes.map(({ key }) => firstWith.get(key))
  if (first === undefined || first === gate || others.some((other) => other !== first)) return undefined
  const findings = findingsOf(gate)
  // The key of a `not-enough-seen` cause, such as `1 of 3 units did not answer`, may mean other units or objects in another gate. So both gates'
  // findings are compared too.
  if (gate.causes.some(({ kind }) => kind === 'not-enough-seen')) return isDeepStrictEqual(findingsOf(first), findings) ? first : undefined
  // Each cause explains the findings at one place. With more places than causes, something else went wrong too, and the gate must be shown in full.
  // All findings without a place count as one place, except those that only repeat the message of a cause.
  const places = findings.filter(({ at, saw }) => at !== undefined || !gate.causes.some(({ message }) => message === saw))
  return new Set(places.map(({ at }) => at)).size > gate.causes.length ? undefined : first
}
