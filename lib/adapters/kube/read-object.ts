import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { refusal, statusMessage } from '../../transport/kube/refusal.ts'
import type { GetAnswer, Target } from '../../transport/question.ts'
import { isWebPage } from '../../transport/web-page.ts'
import { answerTo } from '../answer-to.ts'
import { JsonObject } from '../json.ts'

/** The JSON object of a successful answer. Throws CouldNotLook for every other answer; `asked` reads like `GET /version`. */
export function readObject(answer: GetAnswer, asked: string, target = 'mgmt'): JsonObject {
  const odd = (what: string) => new CouldNotLook('not-understood', asked, `${asked} was answered with ${what}`)
  if (answer.status >= 300 && answer.status < 400)
    throw odd(`a redirect (${answer.status}): a log-in page or load balancer stands where the API should`)
  if (isWebPage(answer.body)) throw odd(`a web page (${answer.status}): a proxy or load balancer answered, not the API server`)
  if (answer.status !== 200) throw refusal(answer, asked, target)
  if (answer.body.trim() === '') throw odd('nothing at all (200, empty body)')
  const parsed = json(answer.body)
  if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return new JsonObject(parsed, '')
  throw odd(`no JSON object: ${answer.body.trim().replace(/\s+/g, ' ').slice(0, 80)}`)
}

/** Sends a GET for a path and resolves to the answer, whatever status the answer has. Rejects with CouldNotLook only. */
export async function get(ask: Ask, on: Target, path: string, options?: { readonly fresh?: boolean }): Promise<GetAnswer> {
  return answerTo(ask, { kind: 'get', on, path }, options)
}

/** One object of the API by its path; undefined when the API says that it has no object of this name. Any other 404 is CouldNotLook. */
export async function getIfThere(ask: Ask, on: Target, path: string): Promise<JsonObject | undefined> {
  const answer = await get(ask, on, path)
  const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))
  if (answer.status === 404 && statusMessage(answer.body).endsWith(`"${name}" not found`)) return undefined
  return readObject(answer, `GET ${path}`, on.name)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
