import type { Verdict } from '../report/result.ts'

/** Interrupted, red, blind, could write nothing, green. */
const exitCodes = [130, 1, 3, 2, 0]

/** As the rules for one run have it: red outranks blind. A code that is not among these is worse than green. */
export function worstExitCode(codes: readonly number[]): number {
  const known = exitCodes.find((code) => code !== 0 && codes.includes(code))
  return known ?? codes.find((code) => code !== 0) ?? 0
}

const verdicts: readonly Verdict[] = ['fail', 'unknown', 'warn', 'skip', 'pass']

/** What was not judged in one place outranks a pass in another. */
export function worstVerdict(seen: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => seen.includes(verdict)) ?? 'unknown'
}

/** Negative when the first is worse. */
export function byWorst(one: Verdict, other: Verdict): number {
  return verdicts.indexOf(one) - verdicts.indexOf(other)
}
