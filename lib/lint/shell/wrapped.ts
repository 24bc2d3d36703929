import type { Word } from 'unbash'

/**
 * How a program such as `sudo`, which only starts other programs, starts them. All words here are words of its command
 * line, as they stand before the program runs.
 */
export interface Wrapped {
  readonly runs: Runs
  /** Further commands that the program starts in the same way, such as the command of a second `-exec` of `find`. */
  readonly also?: readonly Runs[]
  readonly sudo?: boolean
  readonly root?: boolean
  /** On another machine, or in a container. */
  readonly remote?: boolean
  /** True when the program that is started cannot read the caller's standard input. */
  readonly stdinClosed?: boolean
  readonly errexit?: boolean
  /** The words `A=b` of env. The program that it starts gets these variables. */
  readonly sets?: readonly Word[]
  /** True when rules get the program itself as a command, in addition to the command that it starts. */
  readonly shown: boolean
}

/**
 * `program`: these words run as they are. `text`: a new shell reads these words, joined by blanks. `here`: the current shell reads them. `later`: the
 * current shell reads them when it ends or gets a signal. `shell`: a new shell reads its standard input.
 */
export type Runs = { readonly as: 'program' | 'text' | 'here' | 'later'; readonly words: readonly Word[] } | { readonly as: 'shell' }
