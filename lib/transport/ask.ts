import type { Answer, Question } from './question.ts'

/**
 * Asks a question and resolves with its answer. Rejects with CouldNotLook only. A question that the run has sent before is not sent again, unless
 * `fresh` is true.
 */
export interface Ask {
  (question: Question, options?: { readonly fresh?: boolean }): Promise<Answer>
  /**
   * Called with a row that could not be read. The gate that asks can then no longer pass. Where no `unread` is given, one such row makes its whole
   * list unreadable.
   */
  readonly unread?: (row: UnreadRow) => void
}

/** A row of a list, in a shape that we do not know. */
export interface UnreadRow {
  readonly key: string
  readonly message: string
}
