import type { Answer, Question } from './question.ts'

/** Sends a question across the seam. Rejects with CouldNotLook only. The same question is sent once per run unless `fresh`. */
export interface Ask {
  (question: Question, options?: { readonly fresh?: boolean }): Promise<Answer>
  /** Notes a row that could not be read; the gate that asks can then no longer pass. Absent: one such row makes its whole list unreadable. */
  readonly unread?: (row: UnreadRow) => void
}

/** A row of a list, in a shape that we do not know. */
export interface UnreadRow {
  readonly key: string
  readonly message: string
}
