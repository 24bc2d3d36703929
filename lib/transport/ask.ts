import type { Answer, Question } from './question.ts'

/** Sends a question across the seam. Rejects with CouldNotLook only. The same question is sent once per run unless `fresh`. */
export interface Ask {
  (question: Question, options?: { readonly fresh?: boolean }): Promise<Answer>
  /** Notes a row that could not be read: the gate that asks is then at best unknown. Absent: such a row spoils its whole list. */
  readonly unread?: (row: UnreadRow) => void
}

/** A row of a list that has no shape we know. */
export interface UnreadRow {
  readonly key: string
  readonly message: string
}
