import type { GateResult } from './result.ts'

/** Gates that were skipped because another gate is red or could not look. */
export function notLookedAt(gates: readonly GateResult[]): readonly GateResult[] {
  const byId = new Map(gates.map((gate) => [gate.id, gate]))
  const isHeldUp = (gate: GateResult, seen: ReadonlySet<string>): boolean => {
    if (gate.verdict !== 'skip' || gate.blockedBy === undefined || seen.has(gate.id)) return false
    const by = byId.get(gate.blockedBy)
    return by === undefined || by.verdict === 'fail' || by.verdict === 'unknown' || isHeldUp(by, new Set([...seen, gate.id]))
  }
  return gates.filter((gate) => isHeldUp(gate, new Set()))
}
