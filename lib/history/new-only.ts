import { notLookedAt } from '../report/not-looked-at.ts'
import type { GateResult, RunResult } from '../report/result.ts'

/**
 * The exit code when only newly red gates count. Any exit code but 1 stays. Exit code 1 of a run with red gates becomes:
 * - 1: a gate is newly red.
 * - 3: no gate is newly red, but the run was interrupted, a gate could not look, or a gate was blocked by one that is red or could not look. A gate
 *   that could not look before counts too: the change under test may have broken what it looks at.
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
