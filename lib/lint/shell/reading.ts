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
   * For each function, the calls for which its body was already walked. A call with the same words, the same kind of input, and the same values of
   * `tested` and `remote` is not walked again.
   */
  readonly walked: Map<object, Set<string>>
  /** The texts of the files that the page wrote so far, by path. */
  readonly files: Map<string, Excerpt>
}

export function newReading(): Reading {
  return { calls: [], notRead: [], statements: [], walked: new Map(), files: new Map() }
}
