import type { Block } from '../page/page.ts'

/** A word of a command. Offsets are those of the file. */
export interface Word {
  /** As written, with its quotes. */
  readonly text: string
  /** The word without its quotes. Parts that only the running shell knows stay as written: `token=$TOKEN`. */
  readonly shape: string
  /** The word's possible values at run time, as far as the page shows them: literals, and variables set from literals before. Empty: not known. */
  readonly values: readonly string[]
  /**
   * The word's possible values, with the unknown parts as written: after `stage=/tmp/a-$(date)`, the word `"$stage"` has the value `/tmp/a-$(date)`.
   * A loop's variable has one value for each word of the loop's list. Absent when `values` is complete.
   */
  readonly partly?: readonly string[]
  readonly start: number
  readonly end: number
}

export interface Redirection {
  /** `>`, `>>`, `<`, `>&`, `&>`, `<<` for here-documents, `<<<` for here-strings … */
  readonly operator: string
  /** Absent: the operator's default. */
  readonly descriptor?: number
  /** A file, a descriptor or a here-string; absent for a here-document. */
  readonly target?: Word
  /** The text of a here-document. */
  readonly body?: string
  /** Where that text is in the file. */
  readonly bodyPlace?: { readonly start: number; readonly end: number }
  /** Whether the shell that opens the file is root's; in `sudo wc < file` it is not. */
  readonly asRoot: boolean
  readonly start: number
  readonly end: number
}

export interface Assigned {
  readonly name: string
  /** Absent for an array. */
  readonly value?: Word
  /** The known elements of an array. */
  readonly elements?: readonly string[]
}

/**
 * The standard input of a command. `own`: a pipe or file of its own, or an empty input. All other values: the command shares the input of what is
 * around it. `inherited`: the terminal, or the caller's input. `script`: the commands that follow, which the shell reads from the same input. `list`:
 * what the loop around the command reads line by line. `pipe`: a pipe or redirection into the function, group or shell around the command.
 */
export type Stdin = 'inherited' | 'script' | 'list' | 'pipe' | 'own'

/** One simple command. Wrappers are peeled off: `sudo`, `env`, `timeout`, `ssh` to another machine, and the like. */
export interface Call {
  /** Last part of the program's path; empty when only assignments are there or the program is not known. */
  readonly name: string
  /** The words of the command, the program first. Empty when the command consists only of assignments. */
  readonly words: readonly Word[]
  readonly assigned: readonly Assigned[]
  /** The redirections of the command itself, and of the wrappers and groups around it. */
  readonly redirections: readonly Redirection[]
  /** `start` and `end`: where the simple command begins and ends in the file, its wrappers included. */
  readonly start: number
  readonly end: number
  readonly sudo: boolean
  /** It is typed into a root shell. */
  readonly root: boolean
  /** The command runs on a different machine than the page's own shell. */
  readonly remote: boolean
  readonly stdin: Stdin
  /** The kind of loop around the command. The field `stdin` shows whether that loop reads its list from standard input. */
  readonly loop: 'none' | 'for' | 'while'
  /** The commands that read this command's output, nearest first: those of its own pipeline, then those of the pipelines around it. */
  readonly readers: () => readonly Call[]
  /** The commands whose output this command reads, nearest first: those of its own pipeline, then those of the pipelines around it. */
  readonly writers: () => readonly Call[]
  /** The command's standard error goes into the pipe as well: `|&`. */
  readonly errorsPiped: boolean
  /** Its output is taken by `$( … )`. */
  readonly captured: boolean
  /** Its failure ends the shell: `set -e` holds and nothing tests its status. */
  readonly fatal: boolean
  /** `exit` here ends the shell that the block was pasted into. */
  readonly inPastedShell: boolean
  /** Something tests the exit status of the call: the call stands before `||` or `&&`, after `!`, or in a condition. */
  readonly tested: boolean
  /** `|| true`: its failure is ignored. */
  readonly forgiven: boolean
  /**
   * The shell that runs the call sees its exit status. False for `a` in `a | b` without pipefail, for `a` in `! a`, and for a command in a trap
   * or in the background.
   */
  readonly counts: boolean
  /** The folder in which this call runs, as the `cd` commands before it on the page set it. Absent when the folder is not known. */
  readonly directory?: string
  /** How many `trap` commands enclose this call. The text of a trap runs when its shell ends, or at a signal. */
  readonly traps: number
  /** True when `x && ` can be put in front of this call without changing the meaning of the line around the call. */
  readonly prefixable: boolean
  /** True for ssh, bash -c, xargs and the like: such a call only runs other commands, and each of those is a call of its own. */
  readonly wraps: boolean
  /** The words that the surrounding function was called with, after any `shift`. Empty outside a function, or when the words are unknown. */
  readonly given: () => readonly Word[]
  readonly block: Block
  /** Position among all calls of the page. */
  readonly index: number
  /**
   * The position, among all calls of the page, of the first command inside this call's substitutions, `$( … )` or `<( … )`. A call without a
   * substitution has its own position here.
   */
  readonly first: number
}
