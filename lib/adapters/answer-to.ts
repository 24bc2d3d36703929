import type { Ask } from '../transport/ask.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { type Answer, describe, type Question } from '../transport/question.ts'

/** Asks a question, and returns an answer of the same kind. Rejects with CouldNotLook only. */
export async function answerTo<Kind extends Question['kind']>(
  ask: Ask,
  question: Extract<Question, { readonly kind: Kind }>,
  options?: { readonly fresh?: boolean },
): Promise<Extract<Answer, { readonly kind: Kind }>> {
  const answer = await ask(question, options)
  if (isOf(answer, question.kind)) return answer
  const asked = describe(question)
  throw new CouldNotLook('not-understood', asked, `${asked} got an answer that belongs to another kind of question`)
}

function isOf<Kind extends Question['kind']>(answer: Answer, kind: Kind): answer is Extract<Answer, { readonly kind: Kind }> {
  return answer.kind === kind
}
