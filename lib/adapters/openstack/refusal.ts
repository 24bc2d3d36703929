import { CouldNotLook } from '../../transport/could-not-look.ts'
import { waitText } from '../../transport/http/headers.ts'
import type { GetAnswer } from '../../transport/question.ts'
import { isWebPage } from '../../transport/web-page.ts'
import { signatureOf } from './own-answer.ts'

/**
 * The error for an answer whose status is not 200. `asked` names the request: `compute GET /servers/detail`. `accessRules` are the access rules of
 * the application credential that we log in with.
 */
export function refusal(answer: GetAnswer, service: string, asked: string, accessRules?: readonly string[]): CouldNotLook {
  const { status, headers, body } = answer
  const said = messageIn(body)
  const quoted = said === '' ? '' : `: ${said}`
  const busy = (what: string) =>
    new CouldNotLook('unreachable', `openstack ${service}`, `${service} ${what}${quoted}`, {
      remedy: `openstack endpoint list --service ${service}`,
    })
  const odd = (what: string) => new CouldNotLook('not-understood', asked, `${asked} ${what}${quoted}`)
  const writer = signatureOf(answer, [])
  if ((status === 401 || status === 403) && writer.by === 'foreign')
    return busy(`was not asked: ${writer.name}, which stands in front of it, refuses ${asked} (${status})`)
  if (accessRules !== undefined && (status === 401 || status === 403))
    return new CouldNotLook(
      'credential',
      'openstack access rules',
      `${service} refuses ${asked} (${status}): the application credential we log in with has access rules, which allow only ${accessRules.join(', ') || 'nothing'}${quoted}`,
      { remedy: 'openstack access rule list' },
    )
  if (status === 401)
    return new CouldNotLook(
      'credential',
      `openstack token ${service}`,
      `${service} does not accept a token that Keystone has just issued (${asked}: 401): its own login at Keystone may be broken${quoted}`,
      { remedy: 'openstack token issue' },
    )
  if (status === 403)
    return new CouldNotLook('credential', 'openstack permission', `${service} knows us and does not let us look (${asked}: 403)${quoted}`, {
      remedy: 'openstack role assignment list --names --user "$OS_USERNAME" --user-domain "$OS_USER_DOMAIN_NAME"',
    })
  if (status === 404) return odd('found nothing there (404)')
  if (status === 406) return odd('was asked for a version this API does not have (406)')
  if (status === 429) return busy(`is too busy for ${asked} (429)${waitText(headers)}`)
  if (status >= 500) return busy(`could not answer ${asked} (${status})${waitText(headers)}`)
  if (status === 300) return odd('was answered with a choice of versions (300): the path in the catalogue is not a path of this API')
  if (status > 300 && status < 400)
    return odd(`was answered with a redirect (${status}) to ${headers.location?.slice(0, 200) ?? 'nowhere'}`)
  return odd(`was answered ${status}`)
}

/** The message of an error, in any shape that the services use; empty when there is nothing readable. At most 200 characters. */
export function messageIn(body: string): string {
  let document: unknown
  try {
    document = JSON.parse(body)
  } catch {
    return isWebPage(body) ? '' : oneLine(body)
  }
  // keystone error.message, nova itemNotFound.message, neutron NeutronError.message, octavia faultstring, magnum errors[0].detail
  for (const key of ['message', 'faultstring', 'detail']) {
    const found = textAt(document, key, 3)
    if (found !== undefined) return oneLine(found)
  }
  return ''
}

function textAt(value: unknown, key: string, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null || depth === 0) return undefined
  const own = Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined
  if (typeof own === 'string' && own !== '') return own
  for (const inner of Object.values(value)) {
    const found = textAt(inner, key, depth - 1)
    if (found !== undefined) return found
  }
  return undefined
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, 200)
}
