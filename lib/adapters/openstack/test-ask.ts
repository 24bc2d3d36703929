import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Answer, describe, type GetAnswer } from '../../transport/question.ts'

type Reported =
  | Partial<GetAnswer>
  | { readonly json: unknown; readonly status?: number }
  | CouldNotLook
  | Extract<Answer, { kind: 'login' }>

/** Answers each question from `table`. The table's keys are the texts that `describe` makes of the questions. `asked` collects these texts. */
export function askFrom(table: Readonly<Record<string, Reported>>): Ask & { readonly asked: string[] } {
  const asked: string[] = []
  const ask: Ask = async (question) => {
    const text = describe(question)
    asked.push(text)
    const reported = table[text]
    if (reported === undefined) throw new CouldNotLook('unrecorded', text, `no answer to ${text}`)
    if (reported instanceof CouldNotLook) throw reported
    if ('attempts' in reported) return reported
    const body = 'json' in reported ? JSON.stringify(reported.json) : (reported.body ?? '')
    return { kind: 'get', status: reported.status ?? 200, headers: ('headers' in reported && reported.headers) || {}, body }
  }
  return Object.assign(ask, { asked })
}
