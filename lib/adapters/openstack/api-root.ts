import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { describe, type GetQuestion } from '../../transport/question.ts'
import { NotUnderstood, understood } from '../command.ts'
import { JsonObject } from '../json.ts'
import { type Silent, silence } from '../unit.ts'
import { get, jsonOf } from './document.ts'
import { type Place, servicesText } from './places.ts'
import { notReached, type Reached } from './reached.ts'

/** What an API says at its root, asked without any credential. */
export type ApiRoot = Reached<{
  /** 200, 300, 401 and 404 are all signs of life. */
  readonly status: number
}>

/** `seen`, `silent` and `plain` together are as many as were asked. */
export interface RootSweep {
  readonly seen: readonly (ApiRoot & Who)[]
  /** Nothing that could be judged came back. */
  readonly silent: readonly Silent[]
  /** The catalogue says http, so they were not asked. */
  readonly plain: readonly (Who & { readonly at: string })[]
}

interface Who {
  /** `image (glance) public, internal` */
  readonly who: string
}

export async function rootSweep(ask: Ask, places: readonly Place[]): Promise<RootSweep> {
  const named = places.map((place) => ({ ...place, who: servicesText(place.services) }))
  const behindTls = named.filter((place) => place.isTls)
  const looks = await Promise.allSettled(behindTls.map(async ({ at, who }) => ({ ...(await apiRoot(ask, at)), who })))
  return {
    seen: looks.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    silent: looks.flatMap((one, i) => (one.status === 'rejected' ? [unjudged(behindTls[i] as (typeof named)[number], one.reason)] : [])),
    plain: named.filter((place) => !place.isTls).map(({ at, who }) => ({ at, who })),
  }
}

function unjudged({ at, who }: Who & { readonly at: string }, error: unknown): Silent {
  if (!(error instanceof CouldNotLook)) throw error
  const { saw, ...rest } = silence(at, error)
  return { ...rest, saw: `${who}: ${saw}` }
}

/** Rejects with CouldNotLook when something answers that is not an API, or when this machine cannot ask. */
export async function apiRoot(ask: Ask, at: string): Promise<ApiRoot> {
  const question: GetQuestion = { kind: 'get', on: { name: `https://${at}` }, path: '/' }
  try {
    const { status, body } = await get(ask, question)
    if (status === 200 || status === 300) understood(describe(question), () => mustNameVersions(body))
    return { at, reached: true, status }
  } catch (error) {
    return { at, ...notReached(error) }
  }
}

/** Every OpenStack root lists its versions; an object store answers in XML. Anything else may be a load balancer's own page. */
function mustNameVersions(body: string): void {
  if (/^\s*<\?xml/.test(body)) return
  const document = jsonOf(body)
  const named = document.own('versions') ?? document.own('version')
  // keystone and barbican: `versions: { values: […] }`
  const list =
    named !== null && typeof named === 'object' && !Array.isArray(named) && Object.hasOwn(named, 'values')
      ? new JsonObject(named, '').own('values')
      : named
  const isThere = Array.isArray(list) ? list.length > 0 : typeof list === 'object' && list !== null && Object.keys(list).length > 0
  if (!isThere) throw new NotUnderstood('was answered with a document that names no version: is it an API?')
}
