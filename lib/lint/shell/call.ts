import type { Block } from '../page/page.ts'

/** A word of a command. Offsets are those of the file. */
export interface Word {
  /** As it is written, quotes and all. */
  readonly text: string
  /** Without its quotes; what only the running shell knows stays as it is written: `token=$TOKEN`. */
  readonly shape: string
  /** What it is when it runs, as far as the page says: literals, and variables that were set from literals before. Empty: not known. */
  readonly values: readonly string[]
  /**
   * Where not all is known: what is, with the unknown as it is written. `/tmp/a-$(date)` for `"$stage"`, and each word of the list that a
   * loop goes through. Absent when `values` says it all.
   */
  readonly partly?: readonly string[]
  readonly start: number
  readonly end: number
}

export interface Redirection {
  /** `>`, `>>`, `<`, `>&`, `&>`, `<<` for here-documents, `<<<` for here-strings … */
  readonly operator: string
  /** Absent: the operator's own. */
  readonly descriptor?: number
  /** A file, a descriptor or a here-string; absent for a here-document. */
  readonly target?: Word
  /** The text of a here-document. */
  readonly body?: string
  /** Where that text stands in the file. */
  readonly bodyPlace?: { readonly start: number; readonly end: number }
  /** The shell that opens it is root's; that of `sudo wc < file` is not. */
  readonly asRoot: boolean
  readonly start: number
  readonly end: number
}

export interface Assigned {
  readonly name: string
  /** Absent for an array. */
  readonly value?: Word
  /** Of an array, as far as they are known. */
  readonly elements?: readonly string[]
}

/**
 * What a command reads when it names nothing itself. `inherited`: whatever the terminal or the caller gives. `script`: the rest of
 * the commands, since a shell reads them from there. `list`: what a loop goes through. `pipe`: what was piped into a function or group.
 */
export type Stdin = 'inherited' | 'script' | 'list' | 'pipe' | 'own'

/** One simple command, wrappers peeled off: `sudo`, `env`, `timeout` and the like, and shells on other machines. */
export interface Call {
  /** Last part of the program's path; empty when only assignments are there or the program is not known. */
  readonly name: string
  /** The program first. Empty when only assignments are there. */
  readonly words: readonly Word[]
  readonly assigned: readonly Assigned[]
  /** Its own, and those of what wraps it. */
  readonly redirections: readonly Redirection[]
  /** Of the whole simple command, wrappers included, in the file. */
  readonly start: number
  readonly end: number
  readonly sudo: boolean
  /** The shell it is typed into is root's own. */
  readonly root: boolean
  /** Runs on another machine than the page's own shell. */
  readonly remote: boolean
  readonly stdin: Stdin
  /** The kind of loop around it. Whether that loop reads its list from standard input is in `stdin`. */
  readonly loop: 'none' | 'for' | 'while'
  /** What reads its output, nearest first: of its own pipeline, then of those around it. */
  readonly readers: () => readonly Call[]
  /** What writes into it, of its own pipeline. */
  readonly writers: () => readonly Call[]
  /** What it says on standard error goes down the pipe as well: `|&`. */
  readonly errorsPiped: boolean
  /** Its output is taken by `$( … )`. */
  readonly captured: boolean
  /** A failure of it ends the shell: `set -e` holds and nothing looks at its status. */
  readonly fatal: boolean
  /** `exit` in here ends the shell the block was pasted into. */
  readonly inPastedShell: boolean
  /** Behind `||` or `&&`, or in front of them, in a condition: somebody looks at its status. */
  readonly tested: boolean
  /** `|| true`: a failure of it is thrown away. */
  readonly forgiven: boolean
  /** Its status reaches the shell: not that of `a` in `a | b`, nor of something in the background. */
  readonly counts: boolean
  /** The folder it runs in, when the page went there; absent when not known. */
  readonly directory?: string
  /** Can be prefixed by `x && ` without changing what the line around it means. */
  readonly prefixable: boolean
  /** Only runs others, which are calls of their own: ssh, bash -c, xargs. */
  readonly wraps: boolean
  /** What the function around it was called with, less what `shift` took away. Empty outside, and when that is not known. */
  readonly given: () => readonly Word[]
  readonly block: Block
  /** Position among all calls of the page. */
  readonly index: number
  /** Position of the first command that it substitutes, `$( … )` or `<( … )`; its own when it substitutes none. */
  readonly first: number
}
