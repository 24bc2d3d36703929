import type { Function as FunctionNode, Word } from 'unbash'
import type { Excerpt } from '../page/excerpt.ts'
import type { Block } from '../page/page.ts'
import type { Call, Redirection, Stdin } from './call.ts'
import { givenIn, type Parameters } from './parameters.ts'

/** What one shell knows; a subshell gets a copy. */
export interface ShellState {
  errexit: boolean
  pipefail: boolean
  /** Where `cd` went, as far as it is written. */
  directory?: string
  readonly variables: Map<string, readonly string[]>
  /** As it is written, what a variable was set to of which not all is known: `kubectl --kubeconfig $HOME/x`. */
  readonly partly: Map<string, string>
  /** Where it is written what a variable holds, for a shell that reads it as a script: `on_host='sudo x; y'`. */
  readonly texts: Map<string, Excerpt>
  /** What an array was set to, the last time last. A word of a command that is such an array stands for its words. */
  readonly arrays: Map<string, readonly ArrayWords[]>
  readonly functions: Map<string, Called>
  /** How many of a function's parameters `shift` has taken away. */
  shifted: number | 'unknown'
}

/** A function, the script it stands in and the block. */
export interface Called {
  readonly node: FunctionNode
  readonly script: Excerpt
  readonly block: Block
}

/** The words of an array, and the script in which they stand. */
export interface ArrayWords {
  readonly words: readonly Word[]
  readonly script: Excerpt
}

/** Where a command stands: what holds for it without being written in it. */
export interface Scope {
  readonly block: Block
  readonly script: Excerpt
  readonly state: ShellState
  readonly stdin: Stdin
  /** The text that standard input has, when the page shows it. */
  readonly feed?: Excerpt | undefined
  readonly loop: Call['loop']
  readonly remote: boolean
  readonly root: boolean
  readonly sudo: boolean
  readonly captured: boolean
  readonly inPastedShell: boolean
  /** Its status reaches the shell: not that of `a` in `a | b`, nor of something in the background. */
  readonly counts: boolean
  /** Under `set -e` a failure ends the shell it runs in: there is more in that shell, and it is not a stage of a pipeline by itself. */
  readonly ends: boolean
  readonly tested: boolean
  readonly forgiven: boolean
  readonly prefixable: boolean
  /** The status of the last command decides whether the shell around it ends. */
  readonly lastIsFatal: boolean
  readonly readers: () => readonly Call[]
  readonly writers: () => readonly Call[]
  readonly errorsPiped: boolean
  readonly redirections: readonly Redirection[]
  readonly depth: number
  /** In a function, what it was called with. */
  readonly parameters?: Parameters
}

export function newState(from?: ShellState): ShellState {
  return {
    errexit: from?.errexit ?? false,
    pipefail: from?.pipefail ?? false,
    ...(from?.directory === undefined ? {} : { directory: from.directory }),
    variables: new Map(from?.variables),
    partly: new Map(from?.partly),
    texts: new Map(from?.texts),
    arrays: new Map(from?.arrays),
    functions: new Map(from?.functions),
    shifted: from?.shifted ?? 0,
  }
}

/** The commands of a block, as the shell begins with them. */
export function topScope(block: Block, script: Excerpt, state: ShellState): Scope {
  return {
    block,
    script,
    state,
    stdin: 'inherited',
    loop: 'none',
    remote: false,
    root: block.root,
    sudo: false,
    captured: false,
    inPastedShell: block.pasted && !block.session,
    counts: true,
    ends: true,
    tested: false,
    forgiven: false,
    prefixable: true,
    lastIsFatal: false,
    readers: () => [],
    writers: () => [],
    errorsPiped: false,
    redirections: [],
    depth: 0,
  }
}

/** A shell of its own, as `( … )`, a stage of a pipeline or something in the background has. */
export function inSubshell(scope: Scope): Scope {
  return { ...scope, state: newState(scope.state), inPastedShell: false }
}

type Own = Pick<Call, 'name' | 'words' | 'start' | 'end' | 'index' | 'first'>

/** A command that stands here, with whatever is its own. */
export function callIn(scope: Scope, own: Own & Partial<Call>): Call {
  const { directory, errexit } = scope.state
  // One literal: this is made for every command there is.
  const standing = {
    assigned: [],
    wraps: false,
    sudo: scope.sudo,
    root: scope.root,
    remote: scope.remote,
    stdin: scope.stdin,
    loop: scope.loop,
    readers: scope.readers,
    writers: scope.writers,
    captured: scope.captured,
    fatal: scope.ends && !scope.tested && (errexit || scope.lastIsFatal),
    inPastedShell: scope.inPastedShell,
    tested: scope.tested,
    forgiven: scope.forgiven,
    counts: scope.counts,
    prefixable: scope.prefixable,
    block: scope.block,
    redirections: scope.redirections,
    errorsPiped: scope.errorsPiped,
    given: givenIn(scope),
    ...own,
  }
  return directory === undefined ? standing : { ...standing, directory }
}
