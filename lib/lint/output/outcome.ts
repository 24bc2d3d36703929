import type { Finding } from '../finding.ts'
import type { Severity } from '../rule.ts'

/** What one run of the lint found. All reports on the run are made from it. */
export interface Outcome {
  readonly files: number
  readonly blocks: number
  /** By file, then by place. */
  readonly findings: readonly Finding[]
  /** Suppressed by comments. */
  readonly disabled: number
  /** Suppressed by the baseline. */
  readonly known: number
}

export function tally({ findings }: Outcome, severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length
}

/** Notes are shown and change no exit code. */
export function isClean(outcome: Outcome): boolean {
  return outcome.findings.every(({ severity }) => severity === 'note')
}
