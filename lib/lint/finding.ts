import type { Place } from './page/place.ts'
import type { Edit, Severity } from './rule.ts'

/** One place where a rule is broken, as every report shows it. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly file: string
  readonly from: Place
  /** Behind the last character. */
  readonly to: Place
  /** What is wrong here. */
  readonly text: string
  /** What to write instead. */
  readonly fix: string
  readonly sources: readonly string[]
  /** The line of the file that the finding begins on. */
  readonly sourceLine: string
  /**
   * A hash of `rule`, `file`, `text` and the trimmed `sourceLine`. The line number is not in the hash, so the hash stays the same when lines are
   * added above.
   */
  readonly fingerprint: string
  /** The changes that --fix makes. Empty when a person has to decide. */
  readonly edits: readonly Edit[]
}
