import type { Excerpt } from '../page/excerpt.ts'
import type { Call } from './call.ts'

/** A syntax error in shell text. `at` is its offset in the file. */
export interface NotRead {
  readonly message: string
  readonly at: number
}

/** The results collected while a block is walked. */
export interface Reading {
  readonly calls: Call[]
  readonly notRead: NotRead[]
  /** Places of all statements in the file. `pasted`: the statement runs in the shell that the block was pasted into. */
  readonly statements: { readonly start: number; readonly end: number; readonly depth: number; readonly pasted: boolean }[]
  /**
   * Maps each function body that was already walked to the calls that it was walked for. A call is noted by its words, its kind of input, and
   * whether it is tested or remote.
   */
  readonly walked: Map<object, Set<string>>
  /** The texts of the files that the page wrote so far, by path. */
  readonly files: Map<string, Excerpt>
}

export function newReading(): Reading {
  return { calls: [], notRead: [], statements: [], walked: new Map(), files: new Map() }
}
