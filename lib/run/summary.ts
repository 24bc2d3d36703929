import { type GateResult, isUnsteady, type RunResult, type Verdict } from '../report/result.ts'

export interface SummaryRules {
  /**
   * When true, a run is red if a gate warns, has flapped, or is green but was not watched for long enough. An advisory gate that could not look
   * counts like a blocking one.
   */
  readonly strict: boolean
  readonly interrupted: 'none' | 'stopped' | 'deadline'
}

/**
 * The run's verdict, counts and exit code. Exit code 1: something is wrong. 3: a blocking gate could not look, every gate was skipped, or the run's
 * deadline came. 130: the run was interrupted. 0: none of these, so the next step may begin.
 */
export function summarize(
  gates: readonly GateResult[],
  { strict, interrupted }: SummaryRules,
): Pick<RunResult, 'verdict' | 'exitCode' | 'counts'> {
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0 }
  for (const { verdict } of gates) counts[verdict] += 1
  const failed = gates.some((gate) => gate.verdict === 'fail' || (strict && (gate.verdict === 'warn' || isUnsteady(gate))))
  const isUnseen = gates.every((gate) => gate.verdict === 'skip' && gate.waived === undefined)
  const blind = isUnseen || gates.some((gate) => gate.verdict === 'unknown' && (strict || gate.severity === 'blocking'))
  const exitCode = interrupted === 'stopped' ? 130 : failed ? 1 : blind || interrupted === 'deadline' ? 3 : 0
  return { verdict: verdictOf(gates, failed, blind), exitCode, counts }
}

function verdictOf(gates: readonly GateResult[], failed: boolean, blind: boolean): Verdict {
  if (failed) return 'fail'
  if (blind) return 'unknown'
  return gates.some((gate) => gate.verdict === 'warn' || gate.verdict === 'unknown' || isUnsteady(gate)) ? 'warn' : 'pass'
}
