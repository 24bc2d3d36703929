import type { Word } from 'unbash'

/** What a program does that only starts another one. Words are those of the command line, none of them run yet. */
export interface Wrapped {
  /** `program`: these words are run as they are. `text`: a shell reads these words, joined by blanks. `shell`: a shell reads its standard input. */
  readonly runs: { readonly as: 'program' | 'text'; readonly words: readonly Word[] } | { readonly as: 'shell' }
  readonly sudo?: boolean
  readonly root?: boolean
  /** On another machine, or in a container. */
  readonly remote?: boolean
  /** Its child cannot read the caller's standard input. */
  readonly stdinClosed?: boolean
  readonly errexit?: boolean
  /** Shown to rules as a command of its own, beside what it runs. */
  readonly shown: boolean
}
