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
  /** The line of the file it begins on. */
  readonly sourceLine: string
  /** Of the rule, the file, the text and the line, without its number: the same after lines were added above. */
  readonly fingerprint: string
  /** What --fix does. Empty when it needs a person. */
  readonly edits: readonly Edit[]
}
