import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { describe, type GetQuestion } from '../../transport/question.ts'
import { readRows } from '../command.ts'
import type { JsonObject } from '../json.ts'
import { documentOf } from './document.ts'
import { nextPage } from './next-page.ts'
import { recordsOf } from './records.ts'
import type { Resource } from './resource.ts'

/** Enough for 25,000 rows of a service that sends 25 per page, as glance does by default. */
const mostPages = 1000

/** The URL of a service. It shows whether a link stays within that service. Called only when a page has a link. */
export type EndpointOf = (service: string) => Promise<URL>

/** All rows, page by page. Half a list is never an answer: a list that cannot be followed to its end is CouldNotLook. */
export async function listOf<Row>(ask: Ask, endpointOf: EndpointOf, resource: Resource<Row>): Promise<readonly Row[]> {
  const rows: Row[] = []
  const seen = new Set<string>()
  for (let path: string | undefined = resource.path; path !== undefined; ) {
    const question: GetQuestion = {
      kind: 'get',
      on: { name: resource.service },
      path,
      ...(resource.version === undefined ? {} : { version: resource.version }),
    }
    if (seen.size === mostPages) throw endless(question, `the list has more than ${mostPages} pages`)
    seen.add(path)
    const asked = describe(question)
    const page = await documentOf(ask, question, (document) => ({
      rows: readRows(
        ask,
        asked,
        recordsOf(document, resource.key),
        (record) => resource.row(record()),
        (record) => resource.isTheirs?.(record()) ?? false,
      ),
      next: nextPage(document, resource.key),
      isTruncated: isTruncated(document),
    }))
    if (page.isTruncated && page.next === undefined) noteCut(ask, asked)
    rows.push(...page.rows)
    path = page.next === undefined ? undefined : page.next.below(path, await endpointOf(resource.service))
    if (path !== undefined && seen.has(path)) throw endless(question, 'the list leads back to a page that was already read')
  }
  return rows
}

/**
 * Keystone cuts a list at its list_limit and says so: `"truncated": true`. Since 2025.1 it also offers the next page, and then nothing is lost
 * (keystone/server/flask/common.py). Before that, and for lists without pages, the rest is lost.
 */
function isTruncated(document: JsonObject): boolean {
  const truncated = document.own('truncated') ?? false
  return truncated !== false
}

/** A fault in the rows that were sent still counts. A row that seems to be missing may be among those that were not sent. */
function noteCut(ask: Ask, asked: string): void {
  const message = `${asked}: the list is incomplete: the answer has "truncated": true. The service has cut it at its list_limit`
  if (!ask.unread) throw new CouldNotLook('not-understood', asked, message)
  ask.unread({ key: `${asked} truncated`, message })
}

function endless(question: GetQuestion, why: string): CouldNotLook {
  const asked = describe(question)
  return new CouldNotLook('not-understood', asked, `${asked}: ${why}`)
}
