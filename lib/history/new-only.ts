import { notLookedAt } from '../report/not-looked-at.ts'
import type { GateResult, RunResult } from '../report/result.ts'

/**
 * The exit code when only newly red gates count. Any exit code but 1 stays as it is. Exit code 1 of a run with red gates becomes one of these:
 * - 1: a gate is newly red.
 * - 3: no gate is newly red, but some gate did not look. It could not, or it was blocked by one that is red or could not look, or the run was
 *   interrupted. So a gate that could not look before either still leads to 3: the change under test may have broken what it looks at.
 * - 0: everything that is red was red before.
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
