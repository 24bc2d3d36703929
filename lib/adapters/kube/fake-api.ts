import type { Ask } from '../../transport/ask.ts'
import type { Answer, GetAnswer } from '../../transport/question.ts'
import { describe } from '../../transport/question.ts'

/** For tests: an API that answers paths from a table and records the questions. A path that is not in the table is answered 404, as by a real API. */
export function fakeApi(answers: Readonly<Record<string, unknown>>): { readonly ask: Ask; readonly asked: string[] } {
  const asked: string[] = []
  const ask: Ask = async (question): Promise<Answer> => {
    asked.push(describe(question))
    const path = question.kind === 'get' ? question.path : ''
    if (!(path in answers)) return body(404, '404 page not found\n')
    const known = answers[path]
    const given = Array.isArray(known) ? known[asked.filter((one) => one === describe(question)).length - 1] : known
    return isAnswer(given) ? given : body(200, given)
  }
  return { ask, asked }
}

export function body(status: number, value: unknown): GetAnswer {
  return { kind: 'get', status, headers: {}, body: typeof value === 'string' ? value : JSON.stringify(value) }
}

/** A list as the API prints one. */
export function listOf(kind: string, items: readonly unknown[], more = ''): unknown {
  return { kind, apiVersion: 'v1', metadata: { resourceVersion: '1042', ...(more ? { continue: more } : {}) }, items }
}

function isAnswer(value: unknown): value is GetAnswer {
  return (value as GetAnswer | undefined)?.kind === 'get' && typeof (value as GetAnswer).status === 'number'
}
