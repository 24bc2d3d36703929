import { notLookedAt } from '../report/not-looked-at.ts'
import type { GateResult, RunResult } from '../report/result.ts'

/**
 * The exit code when only newly red gates count. 1: a gate is newly red. 3: no gate is, but a gate could not look, or did not because another gate
 * is red or could not look. That counts even if it was so before: the step may have broken what the gate looks at. An interrupted run is 3 as well.
 * 0: all red was known. An exit code other than 1 stays, and so does 1 when no gate is red.
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
