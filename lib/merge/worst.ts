import type { Verdict } from '../report/result.ts'

/** From worst to best: the run was interrupted, a gate is red, a gate could not look, no report could be written, the run is green. */
const exitCodes = [130, 1, 3, 2, 0]

/**
 * The worst of several exit codes, by the rules for one run: red is worse than could not look. An exit code that no run ends with is worse only than
 * 0.
 */
export function worstExitCode(codes: readonly number[]): number {
  const known = exitCodes.find((code) => code !== 0 && codes.includes(code))
  return known ?? codes.find((code) => code !== 0) ?? 0
}

const verdicts: readonly Verdict[] = ['fail', 'unknown', 'warn', 'skip', 'pass']

/** The worst of several verdicts. A gate that was not judged in one part is worse than one that passed in another. */
export function worstVerdict(seen: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => seen.includes(verdict)) ?? 'unknown'
}

/** Negative when the first is worse. */
export function byWorst(one: Verdict, other: Verdict): number {
  return verdicts.indexOf(one) - verdicts.indexOf(other)
}
