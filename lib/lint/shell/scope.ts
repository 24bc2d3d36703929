import type { Function as FunctionNode, Word } from 'unbash'
import type { Excerpt } from '../page/excerpt.ts'
import type { Block } from '../page/page.ts'
import type { Call, Redirection, Stdin } from './call.ts'
import { givenIn, type Parameters } from './parameters.ts'

/** The state of one shell; a subshell gets a copy. */
export interface ShellState {
  errexit: boolean
  pipefail: boolean
  /** The folder that `cd` changed to, as far as the page says it. */
  directory?: string
  readonly variables: Map<string, readonly string[]>
  /** By variable name: the text that was assigned, such as `on_host='sudo x; y'`, and where it stands in the file. A shell may run it as a script. */
  readonly texts: Map<string, Excerpt>
  /** By array name: the values that the array was set to, the newest last. In a command, `"${jssh[@]}"` stands for the words of the array `jssh`. */
  readonly arrays: Map<string, readonly ArrayWords[]>
  readonly functions: Map<string, Called>
  /** The number of parameters that `shift` has taken away from the function. */
  shifted: number | 'unknown'
}

/** A function, with the script and the block it is in. */
export interface Called {
  readonly node: FunctionNode
  readonly script: Excerpt
  readonly block: Block
}

/** The words of an array, and the script they are in. */
export interface ArrayWords {
  readonly words: readonly Word[]
  readonly script: Excerpt
}

/** The surroundings of a command: everything that holds for the command without being written in it. */
export interface Scope {
  readonly block: Block
  readonly script: Excerpt
  readonly state: ShellState
  readonly stdin: Stdin
  /** The text on standard input, when the page shows it. */
  readonly feed?: Excerpt | undefined
  readonly loop: Call['loop']
  readonly remote: boolean
  readonly root: boolean
  readonly sudo: boolean
  readonly captured: boolean
  readonly inPastedShell: boolean
  /** As `Call.counts`: the shell that runs the command sees its exit status. */
  readonly counts: boolean
  /**
   * Under `set -e`, a failure of the command ends its shell. False for the last command of a background job, and for a pipeline stage whose status
   * does not count.
   */
  readonly ends: boolean
  readonly tested: boolean
  readonly forgiven: boolean
  readonly traps: number
  readonly prefixable: boolean
  /** The status of the last command decides whether the surrounding shell ends. */
  readonly lastIsFatal: boolean
  readonly readers: () => readonly Call[]
  readonly writers: () => readonly Call[]
  readonly errorsPiped: boolean
  readonly redirections: readonly Redirection[]
  readonly depth: number
  /** In a function, the parameters of its call. */
  readonly parameters?: Parameters
}

export function newState(from?: ShellState): ShellState {
  return {
    errexit: from?.errexit ?? false,
    pipefail: from?.pipefail ?? false,
    ...(from?.directory === undefined ? {} : { directory: from.directory }),
    variables: new Map(from?.variables),
    texts: new Map(from?.texts),
    arrays: new Map(from?.arrays),
    functions: new Map(from?.functions),
    shifted: from?.shifted ?? 0,
  }
}

/** The scope at the top of a block. */
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
    traps: 0,
    prefixable: true,
    lastIsFatal: false,
    readers: () => [],
    writers: () => [],
    errorsPiped: false,
    redirections: [],
    depth: 0,
  }
}

/** The scope of commands that run in a subshell, for example in `( … )`, as a stage of a pipeline or in the background. */
export function inSubshell(scope: Scope): Scope {
  return { ...scope, state: newState(scope.state), inPastedShell: false }
}

type Own = Pick<Call, 'name' | 'words' | 'start' | 'end' | 'index' | 'first'>

/** A call with the properties in `own`. All its other properties come from this scope. */
export function callIn(scope: Scope, own: Own & Partial<Call>): Call {
  const { directory, errexit } = scope.state
  // Built as one object literal for speed, because this runs for every command.
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
    traps: scope.traps,
    prefixable: scope.prefixable,
    block: scope.block,
    redirections: scope.redirections,
    errorsPiped: scope.errorsPiped,
    given: givenIn(scope),
    ...own,
  }
  return directory === undefined ? standing : { ...standing, directory }
}
