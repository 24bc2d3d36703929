import { bareHost } from '../../formats/bare-host.ts'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { describe, type GetAnswer, type GetQuestion } from '../../transport/question.ts'
import { answerTo } from '../answer-to.ts'
import { NotUnderstood, understood } from '../command.ts'
import { JsonObject } from '../json.ts'
import { type Silent, silence } from '../unit.ts'
import { jsonOf } from './document.ts'
import { isFiles, signatureOf } from './own-answer.ts'
import { type PlacedEndpoint, servicesText } from './places.ts'
import { notReached, type Reached } from './reached.ts'

/** The answer of a catalogue endpoint at its own path, asked without any credential. */
export type EndpointAnswer = Reached<{
  /** 200, 300, 401 and 404 are all signs of life when they come from the service itself. */
  readonly status: number
  /** The program that answers in place of the service: `nginx`. Absent: the service itself answers. */
  readonly foreign?: string
}>

/** `seen`, `silent` and `plain` together have one entry for each endpoint of the sweep. */
export interface EndpointSweep {
  readonly seen: readonly (EndpointAnswer & Who)[]
  /** Endpoints that gave no answer, or an answer that cannot be judged. */
  readonly silent: readonly Silent[]
  /** Endpoints that were not asked, because the catalogue says http. */
  readonly plain: readonly (Who & { readonly at: string })[]
}

interface Who {
  /** `image (glance) public, internal` */
  readonly who: string
}

export async function endpointSweep(ask: Ask, endpoints: readonly PlacedEndpoint[]): Promise<EndpointSweep> {
  const named = endpoints.map((one) => ({ ...one, who: servicesText(one.services) }))
  const behindTls = named.filter((one) => one.isTls)
  const looks = await Promise.allSettled(behindTls.map(async (one) => ({ ...(await endpointAnswer(ask, one)), who: one.who })))
  return {
    seen: looks.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    silent: looks.flatMap((one, i) => (one.status === 'rejected' ? [unjudged(behindTls[i] as (typeof named)[number], one.reason)] : [])),
    plain: named.filter((one) => !one.isTls).map((one) => ({ at: whereOf(one), who: one.who })),
  }
}

/** `10.12.4.53:8774/v2.1` */
function whereOf({ at, path }: PlacedEndpoint): string {
  return path === '/' ? at : `${at}${path}`
}

function unjudged(endpoint: PlacedEndpoint & Who, error: unknown): Silent {
  if (!(error instanceof CouldNotLook)) throw error
  const { saw, ...rest } = silence(whereOf(endpoint), error)
  return { ...rest, saw: `${endpoint.who}: ${saw}` }
}

/** Rejects with CouldNotLook when the answer does not show whether the service is there, or when this machine cannot ask. */
export async function endpointAnswer(ask: Ask, endpoint: PlacedEndpoint): Promise<EndpointAnswer> {
  const question: GetQuestion = { kind: 'get', on: { name: `https://${endpoint.at}` }, path: endpoint.path }
  const at = whereOf(endpoint)
  try {
    const answer = await answerTo(ask, question)
    const foreign = understood(describe(question), () => whoElse(answer, endpoint))
    return { at, reached: true, status: answer.status, ...(foreign === undefined ? {} : { foreign }) }
  } catch (error) {
    return { at, ...notReached(error) }
  }
}

/**
 * The program that answers in place of the service; undefined when the service itself answers. Throws NotUnderstood when the answer does not show
 * whether the service is there.
 */
function whoElse(answer: GetAnswer, endpoint: PlacedEndpoint): string | undefined {
  const { status, body } = answer
  if (status >= 500) return undefined
  const signature = signatureOf(answer, endpoint.services)
  if (signature.by === 'service') return undefined
  const isFound = status === 200 || status === 300
  if (signature.by === 'foreign') {
    // A gateway's 404 shows that the service is not there. Any other answer of a gateway does not: the gateway may refuse only our request.
    if (status === 404) return signature.name
    throw new NotUnderstood(`was answered ${status} by ${signature.name} itself, not by the service`)
  }
  if (status >= 301 && status < 400) mustStay(answer, endpoint)
  else if (!isFound)
    throw new NotUnderstood(`was answered ${status}, but no service of OpenStack gives such an answer: a proxy may stand there`)
  else if (!isFiles(endpoint.services)) mustNameVersions(body)
  else if (body.trim() === '') throw new NotUnderstood('was answered with nothing at all')
  return undefined
}

/** Throws unless a redirect stays on the same host. A service redirects only to add a slash, not to a login page on another host. */
function mustStay({ status, headers }: GetAnswer, { at, host }: PlacedEndpoint): void {
  const { location = '' } = headers
  const there = URL.canParse(location, `https://${at}`) ? new URL(location, `https://${at}`) : undefined
  if (location !== '' && there !== undefined && bareHost(there.hostname) === host) return
  throw new NotUnderstood(
    `was answered with a redirect (${status}) to ${location === '' ? 'nowhere' : JSON.stringify(location.slice(0, 200))}`,
  )
}

/** The root of an OpenStack API lists its versions, and the page of one version gives its id and links. Any other page may be a load balancer's. */
function mustNameVersions(body: string): void {
  const document = jsonOf(body)
  const version = document.own('version')
  // magnum at /v1: `{ id: 'v1', media_types: […], links: […] }`
  if (isVersion(document) || (isObject(version) && isVersion(new JsonObject(version, 'version')))) return
  const named = document.own('versions')
  // keystone and barbican: `versions: { values: […] }`
  const list = isObject(named) && Object.hasOwn(named, 'values') ? new JsonObject(named, '').own('values') : named
  const isThere = Array.isArray(list) ? list.length > 0 : isObject(list) && Object.keys(list).length > 0
  if (!isThere) throw new NotUnderstood('was answered with a document that names no version: something other than an API may answer there')
}

function isVersion(document: JsonObject): boolean {
  const links = document.own('links')
  return /^v\d/.test(String(document.own('id'))) && Array.isArray(links) && links.length > 0
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
