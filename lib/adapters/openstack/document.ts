import type { Ask } from '../../transport/ask.ts'
import { describe, type GetAnswer, type GetQuestion } from '../../transport/question.ts'
import { isWebPage } from '../../transport/web-page.ts'
import { answerTo } from '../answer-to.ts'
import { NotUnderstood, understood } from '../command.ts'
import { ifSeen } from '../if-seen.ts'
import { type JsonObject, jsonObject } from '../json.ts'
import { login } from './keystone/login.ts'
import { refusal } from './refusal.ts'

/** The JSON object that a service returns for a path, read by `parse`. Any other answer is CouldNotLook, with the reason as a sentence. */
export async function documentOf<Fact>(
  ask: Ask,
  question: GetQuestion,
  parse: (document: JsonObject) => Fact,
  options?: { readonly fresh?: boolean },
): Promise<Fact> {
  const asked = describe(question)
  const answer = await answerTo(ask, question, options)
  if (answer.status !== 200) throw refusal(answer, question.on.name, asked, await accessRules(ask, answer))
  return understood(asked, () => parse(jsonOf(answer.body)))
}

/**
 * The access rules of our own login, for a refusal that may come from them: 401 or 403. Undefined for any other status. Also undefined when the login
 * cannot be read: that error is not reported here.
 */
async function accessRules(ask: Ask, { status }: GetAnswer): Promise<readonly string[] | undefined> {
  if (status !== 401 && status !== 403) return undefined
  return ifSeen(async () => (await login(ask)).scope?.accessRules, undefined)
}

/** Throws NotUnderstood unless the body is one whole JSON object. */
export function jsonOf(body: string): JsonObject {
  if (body.trim() === '') throw new NotUnderstood('was answered with nothing at all')
  if (isWebPage(body)) throw new NotUnderstood('was answered with a web page: a proxy or load balancer stands where the API should')
  return jsonObject(body)
}
