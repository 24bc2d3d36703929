import type { ReadPage } from './shell/read-shell.ts'

/** `error` and `warning` make `gates lint` exit with 1; a `note` is only shown. */
export type Severity = 'error' | 'warning' | 'note'
export const severities: readonly Severity[] = ['error', 'warning', 'note']

/** A text that replaces everything between two offsets of the file. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** One place where a rule is broken. `start` and `end` are offsets in the file. */
export interface Hit {
  readonly start: number
  readonly end: number
  /** What is wrong here, as a full sentence. The sentence contains the word that the rule objects to. */
  readonly text: string
  /** Replaces the severity of the rule. */
  readonly severity?: Severity
  /** What to type at this place. It is shown instead of the rule's fix. */
  readonly fix?: string
  /** Changes that correct this place and are safe to make without asking a person. Absent when there are none. */
  readonly edits?: readonly Edit[]
}

/** A string holds commands, which are tested inside a bash code block of a file page.md. An object holds a whole file. */
export type Example = string | { readonly file: string; readonly text: string }

export interface Rule {
  readonly name: string
  /** Ids of the traps that the rule guards against, from the operators' list of traps. */
  readonly sources: readonly string[]
  readonly severity: Severity
  /** One sentence: what happens to a person who pastes the commands. */
  readonly why: string
  /** What to write instead. */
  readonly fix: string
  /** The rule reports each of these. */
  readonly bad: readonly Example[]
  /** The rule reports none of these. */
  readonly good: readonly Example[]
  check(page: ReadPage): Iterable<Hit>
}

/** The file that an example stands for. */
export function exampleFile(example: Example): { readonly file: string; readonly text: string } {
  return typeof example === 'string' ? { file: 'page.md', text: `\`\`\`bash\n${example}\n\`\`\`\n` } : example
}
