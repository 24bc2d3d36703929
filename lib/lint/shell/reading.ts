import type { Call } from './call.ts'

/** A place where the shell's grammar was not followed. Offset in the file. */
export interface NotRead {
  readonly message: string
  readonly at: number
}

/** What is collected while a block is walked through. */
export interface Reading {
  readonly calls: Call[]
  readonly notRead: NotRead[]
  /** First character of each statement that stands in the block itself, in the file. */
  readonly statements: { readonly start: number; readonly end: number; readonly depth: number; readonly pasted: boolean }[]
  /** Function bodies that were walked, by what they read. */
  readonly walked: Map<object, Set<string>>
}

export function newReading(): Reading {
  return { calls: [], notRead: [], statements: [], walked: new Map() }
}
