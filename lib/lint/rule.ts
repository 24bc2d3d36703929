import type { ReadPage } from './shell/read-shell.ts'

/** `error` and `warning` end `gates lint` with 1; a `note` is only shown. */
export type Severity = 'error' | 'warning' | 'note'
export const severities: readonly Severity[] = ['error', 'warning', 'note']

/** Text to put in the place of what stands between two offsets of the file. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** One place where a rule is broken. Offsets of the file. */
export interface Hit {
  readonly start: number
  readonly end: number
  /** What is wrong here: subject, verb, and the word it is about. */
  readonly text: string
  /** Instead of the rule's own. */
  readonly severity?: Severity
  /** Instead of the rule's own: what to type here. */
  readonly fix?: string
  /** Absent when no change is safe without a person. */
  readonly edits?: readonly Edit[]
}

/** Commands as they stand in a fence, or a whole file. */
export type Example = string | { readonly file: string; readonly text: string }

export interface Rule {
  readonly name: string
  /** Ids in the appendix or in the operators' list. */
  readonly sources: readonly string[]
  readonly severity: Severity
  /** One sentence: what happens to whoever pastes it. */
  readonly why: string
  /** What to write instead. */
  readonly fix: string
  /** Each is found by this rule. */
  readonly bad: readonly Example[]
  /** None is found by this rule. */
  readonly good: readonly Example[]
  check(page: ReadPage): Iterable<Hit>
}

/** An example as the file it stands for. */
export function exampleFile(example: Example): { readonly file: string; readonly text: string } {
  return typeof example === 'string' ? { file: 'page.md', text: `\`\`\`bash\n${example}\n\`\`\`\n` } : example
}
