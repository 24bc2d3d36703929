import type { Word } from 'unbash'

/**
 * How a program such as `sudo`, which only starts other programs, starts them. Each `Word` in this interface is a word of the command line of `sudo`
 * itself: `sudo -u magnum helm version`.
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
  /** The words such as `A=b` on the command line of `env`: the variables that `env` gives to the program it starts. */
  readonly sets?: readonly Word[]
  /** True when the rules see the call of a program such as `watch` as well as the command that `watch` starts. False: they see only that command. */
  readonly shown: boolean
}

/**
 * How the words are run. `program`: as a command of their own. `text`: joined by blanks and read by a new shell (`bash -c`). `here`: read by the
 * current shell (`eval`). `later`: read by the current shell when it ends or gets a signal (`trap`). `shell`: no words; a new shell reads standard
 * input (`bash -s`).
 */
export type Runs = { readonly as: 'program' | 'text' | 'here' | 'later'; readonly words: readonly Word[] } | { readonly as: 'shell' }
