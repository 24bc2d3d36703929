import type { Site } from '../../../phase/site.ts'
import type { Ask } from '../../../transport/ask.ts'
import { describe, type GetQuestion } from '../../../transport/question.ts'
import { answerTo } from '../../answer-to.ts'
import { NotUnderstood, understood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'
import { jsonOf } from '../document.ts'
import { keystonePlace } from '../known-places.ts'
import { notReached, type Reached } from '../reached.ts'
import { records } from '../records.ts'

/** The answer at the site's Keystone address. */
export type KeystoneAnswer = Reached<{
  /** 200 when all is well. */
  readonly status: number
  /** Absent when the status is 500 or above. */
  readonly version?: { readonly id: string; readonly status: string }
  /** The server's time, from the Date header (RFC 9110 section 6.6.1); absent where the header was not sent or is not a time. */
  readonly date?: Date
}>

/**
 * GET /v3 without any credential. An unreachable Keystone is a result here, not an error; a fault on this machine is still CouldNotLook.
 */
export async function keystoneAnswer(ask: Ask, site: Site, options?: { readonly fresh?: boolean }): Promise<KeystoneAnswer> {
  const { at } = keystonePlace(site)
  const question: GetQuestion = { kind: 'get', on: { name: `https://${at}` }, path: '/v3' }
  try {
    const { status, body, headers } = await answerTo(ask, question, options)
    if (status >= 500) return { at, reached: true, status }
    const version = understood(describe(question), () => versionIn(jsonOf(body), status))
    const date = new Date(headers.date ?? '')
    return { at, reached: true, status, version, ...(Number.isNaN(date.getTime()) ? {} : { date }) }
  } catch (error) {
    return { at, ...notReached(error) }
  }
}

function versionIn(document: JsonObject, status: number) {
  if (!document.has('version')) throw new NotUnderstood(`was answered ${status} with a document that names no version: is it Keystone?`)
  const version = document.object('version')
  // A version document without a link to itself is not Keystone's.
  if (!records(version, 'links').some((link) => link.text('rel') === 'self'))
    throw new NotUnderstood('names a version without a link to it')
  const id = version.text('id')
  if (!/^v3(?:\.|$)/.test(id)) throw new NotUnderstood(`names the version ${JSON.stringify(id.slice(0, 40))}, wanted v3: is it Keystone?`)
  return { id, status: version.text('status') }
}
