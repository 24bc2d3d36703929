import type { Word } from 'unbash'

/** What a program does that only starts another one. Words are those of the command line, none of them run yet. */
export interface Wrapped {
  readonly runs: Runs
  /** Whatever else it starts in the same way: `find` with two `-exec`. */
  readonly also?: readonly Runs[]
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

/**
 * `program`: these words are run as they are. `text`: a shell reads these words, joined by blanks. `here`: the same shell reads them.
 * `later`: the same shell does, when it ends or gets a signal. `shell`: a shell reads its standard input.
 */
export type Runs = { readonly as: 'program' | 'text' | 'here' | 'later'; readonly words: readonly Word[] } | { readonly as: 'shell' }
