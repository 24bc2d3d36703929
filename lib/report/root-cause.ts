import { isDeepStrictEqual } from 'node:util'
import type { GateResult } from './result.ts'

/** What a report shows in one place: a gate in full, or several that only repeat what another gate already said. */
export type Row =
  | { readonly kind: 'gate'; readonly gate: GateResult }
  /** Could not look for the reason that `first` already shows in full. */
  | { readonly kind: 'same-cause'; readonly first: GateResult; readonly gates: readonly GateResult[] }
  /** Skipped because `by` did not pass. */
  | { readonly kind: 'blocked'; readonly by: string; readonly gates: readonly GateResult[] }
  /** Skipped for the same reason in the same words, such as a parked cluster. */
  | { readonly kind: 'same-reason'; readonly reason: string; readonly gates: readonly GateResult[] }

/** The reason of a gate that was skipped because one it needs did not pass. Reports fold such gates, so write it with this. */
export function blockedReason(by: string): string {
  return `blocked by ${by}`
}

/** The gate that blocked this one; undefined when it was skipped for another reason, or not at all. */
export function blockerOf(gate: GateResult): string | undefined {
  return gate.verdict === 'skip' ? /^blocked by ([a-z0-9][a-z0-9-]*)/.exec(gate.reason ?? '')?.[1] : undefined
}

/** Rows by phase, in the order of the run. Every gate is in exactly one row; one root cause is in full once per run. */
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

/** The gate that shows each cause first: by the whole key, and by the parts of one that names several. */
function firstByCause(gates: readonly GateResult[]): Map<string, GateResult> {
  const first = new Map<string, GateResult>()
  for (const gate of gates) {
    if (!gate.cause || (gate.verdict !== 'unknown' && gate.verdict !== 'fail')) continue
    for (const key of [gate.cause.key, ...partsOf(gate.cause.key)]) if (!first.has(key)) first.set(key, gate)
  }
  return first
}

/** `ssh glance/0 + ssh keystone/1` */
function partsOf(key: string): readonly string[] {
  return key.split(' + ')
}

function groupOf(gate: GateResult, firstWith: Map<string, GateResult>): unknown {
  if (repeats(gate, firstWith)) return `cause ${gate.cause?.key}`
  const by = blockerOf(gate)
  if (by !== undefined) return `blocked ${by}`
  return gate.verdict === 'skip' ? `skip ${gate.reason}` : gate
}

function rowOf(group: readonly GateResult[], firstWith: Map<string, GateResult>): Row {
  const [gate] = group
  if (gate === undefined) throw new Error('a group of gates without a gate')
  const first = repeats(gate, firstWith)
  if (first) return { kind: 'same-cause', first, gates: group }
  if (group.length === 1) return { kind: 'gate', gate }
  const by = blockerOf(gate)
  return by === undefined ? { kind: 'same-reason', reason: gate.reason ?? '', gates: group } : { kind: 'blocked', by, gates: group }
}

/** The gate that shows this gate's causes in full, when that is another one. A fail that also could not look is never folded. */
function repeats(gate: GateResult, firstWith: Map<string, GateResult>): GateResult | undefined {
  if (gate.verdict !== 'unknown' || !gate.cause) return undefined
  const parts = partsOf(gate.cause.key)
  const [first, ...others] = parts.map((part) => firstWith.get(part))
  if (first === undefined || first === gate || others.some((other) => other !== first)) return undefined
  // A cause named after its own message is only a sentence: `1 of 3 units did not answer` may be said of different units.
  if (gate.cause.key === gate.cause.message) return isDeepStrictEqual(first.findings, gate.findings) ? first : undefined
  // More places than causes: something else went wrong as well, and must be seen. What only says the cause again names no place.
  const places = gate.findings.filter(({ at, saw }) => at !== undefined || saw !== gate.cause?.message)
  return new Set(places.map(({ at }) => at)).size > parts.length ? undefined : first
}
