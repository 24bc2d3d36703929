import { notLookedAt } from '../report/not-looked-at.ts'
import type { GateResult, RunResult } from '../report/result.ts'

/**
 * The exit code when only newly red gates count. Any exit code but 1 stays as it is. Exit code 1 of a run with red gates becomes one of these:
 * 1: a gate is newly red.
 * 3: no gate is newly red, but not every gate could be looked at: the run was interrupted, or a gate could not look, or a gate was blocked by one
 * that is red or could not look. This counts even if earlier runs could not look at the same gate: the change that is being checked may have broken
 * what the gate looks at.
 * 0: everything that is red was red before.
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
