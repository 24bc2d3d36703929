import { notLookedAt } from '../report/not-looked-at.ts'
import type { GateResult, RunResult } from '../report/result.ts'

/**
 * The exit code when only newly red gates count: 1 when there is one. A gate that could not look is never fine, whatever was known before: 3. The
 * same goes for a gate that a red one blocks, because the step may have broken it. An exit code that no red gate explains stays.
 */
export function newOnlyExitCode(result: RunResult, { strict }: { readonly strict: boolean }): number {
  const { gates, exitCode, run } = result
  if (exitCode !== 1) return exitCode
  const red = gates.filter((gate) => gate.verdict === 'fail' || (strict && gate.verdict === 'warn'))
  if (red.length === 0 || red.some(({ change }) => change !== 'known')) return 1
  const blind = gates.some((gate) => isBlind(gate, strict)) || notLookedAt(gates).length > 0
  return blind || run.interrupted === true ? 3 : 0
}

function isBlind(gate: GateResult, strict: boolean): boolean {
  const counts = gate.severity === 'blocking' || strict
  return counts && (gate.verdict === 'unknown' || gate.claims.some(({ verdict }) => verdict === 'unknown'))
}
