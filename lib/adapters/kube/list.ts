import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { GetAnswer, Target } from '../../transport/question.ts'
import { NotUnderstood, readRows, understood } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { eachOf } from './each.ts'
import { get, readObject } from './read-object.ts'

/** A list of the API: its path, its kind, and how to read one item. */
export interface ListOf<Item> {
  /** `/api/v1/nodes`, or with a query: `/api/v1/pods?fieldSelector=status.phase%3DPending` */
  readonly path: string
  /** `NodeList` */
  readonly kind: string
  /** Reads one object of the list. Throws NotUnderstood when the object cannot be read as such an item. */
  readonly item: (object: JsonObject) => Item
  /**
   * The wanted namespace; absent when all namespaces are wanted. An item that cannot be understood is ignored if its metadata names another
   * namespace. Otherwise it counts as unread.
   */
  readonly namespace?: string
}

const pageSize = 500
const mostPages = 200

/**
 * All items, page after page. An empty list is a valid answer, but does not show that anything works. Throws CouldNotLook. When the pages expire
 * half-way (410), the whole list is requested once more.
 */
export async function listAll<Item>(ask: Ask, on: Target, what: ListOf<Item>): Promise<readonly Item[]> {
  const pages = (fresh: boolean) => allPages(ask, on, what, fresh)
  const first = await pages(false)
  const { items, expired } = first.expired ? await pages(true) : first
  if (!expired) return items
  throw readFailure(expired, what.path, on)
}

/** As `listAll`, for a kind that the API may lack. Undefined when the API does not serve the kind. */
export async function listIfServed<Item>(ask: Ask, on: Target, what: ListOf<Item>): Promise<readonly Item[] | undefined> {
  return isUnserved(await get(ask, on, pagePath(what.path, ''))) ? undefined : listAll(ask, on, what)
}

/**
 * Whether the API server does not serve the path at all: it then answers 404 with the text `404 page not found`. For a missing object of a kind that
 * it serves, it answers 404 with a Status.
 */
function isUnserved({ status, body }: GetAnswer): boolean {
  return status === 404 && body.trim() === '404 page not found'
}

interface Pages<Item> {
  readonly items: readonly Item[]
  /** The answer 410 that came in place of a later page; absent when every page came. */
  readonly expired?: GetAnswer
}

async function allPages<Item>(ask: Ask, on: Target, what: ListOf<Item>, fresh: boolean): Promise<Pages<Item>> {
  const items: Item[] = []
  const seen = new Set<string>()
  for (let more: string | undefined = ''; more !== undefined; ) {
    const path = pagePath(what.path, more)
    const answer = await get(ask, on, path, { fresh })
    if (answer.status === 410 && more !== '') return { items, expired: answer }
    const page = understood(`${on.name} GET ${path}`, () => pageOf(ask, readObject(answer, `GET ${what.path}`, on.name), what))
    items.push(...page.items)
    if (page.more !== undefined && (seen.has(page.more) || seen.size >= mostPages)) throw endless(what.path)
    more = page.more
    if (more !== undefined) seen.add(more)
  }
  return { items }
}

function pagePath(path: string, more: string): string {
  const page = `${path}${path.includes('?') ? '&' : '?'}limit=${pageSize}`
  return more === '' ? page : `${page}&continue=${encodeURIComponent(more)}`
}

/** `more`: the token of the next page; absent on the last page. */
function pageOf<Item>(
  ask: Ask,
  list: JsonObject,
  { path, kind, item, namespace }: ListOf<Item>,
): { readonly items: readonly Item[]; readonly more?: string } {
  const got = list.text('kind')
  if (got !== kind) throw new NotUnderstood(`kind: wanted ${kind}, got ${JSON.stringify(got.slice(0, 80))}`)
  const metadata = list.object('metadata')
  if (metadata.text('resourceVersion') === '') throw new NotUnderstood('metadata.resourceVersion is empty: this is not a list of the API')
  const more = metadata.optionalText('continue')
  if (more?.isWellFormed() === false) throw new NotUnderstood('metadata.continue holds a lone UTF-16 surrogate, so it cannot be sent back')
  return {
    items: readRows(
      ask,
      `GET ${path}`,
      eachOf(list, 'items', 'required'),
      (one) => item(one()),
      (one) => namespace !== undefined && one().object('metadata').saysOther('namespace', namespace),
    ),
    ...(more === undefined ? {} : { more }),
  }
}

function readFailure(answer: GetAnswer, path: string, on: Target): unknown {
  try {
    return readObject(answer, `GET ${path}`, on.name)
  } catch (error) {
    return error
  }
}

function endless(path: string): CouldNotLook {
  return new CouldNotLook(
    'not-understood',
    `GET ${path}`,
    `GET ${path} never reaches a last page: the server does not page like the Kubernetes API`,
  )
}
