import { CouldNotLook } from '../../transport/could-not-look.ts'
import { pathBelow } from '../../transport/http/endpoints.ts'
import type { JsonObject } from '../json.ts'
import { records } from './records.ts'

/** The link of a page to the one that follows it. */
export interface NextPage {
  /** The path of the next page. Throws CouldNotLook when the link is not a URL, or leads to a host or path other than the list's. */
  below(asked: string, endpoint: URL): string
}

/**
 * Finds the link to the next page; undefined on the last page. Nova, neutron and octavia write the link as `<key>_links`, keystone as `links.next`,
 * glance and magnum as `next`.
 */
export function nextPage(document: JsonObject, key: string): NextPage | undefined {
  const href = inLinksList(document, `${key}_links`) ?? inLinks(document) ?? inNext(document)
  return href === undefined ? undefined : { below: (asked, endpoint) => followed(href, asked, endpoint) }
}

function inLinksList(document: JsonObject, key: string): string | undefined {
  if (document.own(key) === undefined) return undefined
  return records(document, key)
    .find((link) => link.text('rel') === 'next')
    ?.text('href')
}

function inLinks(document: JsonObject): string | undefined {
  const links = document.own('links')
  if (links === undefined) return undefined
  if (Array.isArray(links)) return inLinksList(document, 'links')
  const next = document.object('links').own('next')
  return next === undefined || next === null ? undefined : document.object('links').text('next')
}

function inNext(document: JsonObject): string | undefined {
  const next = document.own('next')
  return next === undefined || next === null ? undefined : document.text('next')
}

/**
 * The path of the next page: the list's own path, with the query of the link. A link to another host or path is refused, so that the token goes
 * nowhere else.
 */
function followed(href: string, asked: string, endpoint: URL): string {
  const refuse = (why: string) =>
    new CouldNotLook(
      'not-understood',
      `paging ${endpoint.host}`,
      `the link to the next page of ${asked} leads ${why}, so the list is not whole`,
    )
  if (!URL.canParse(href, endpoint.href)) throw refuse(`to ${JSON.stringify(href.slice(0, 80))}, which is not a URL`)
  const link = new URL(href, endpoint.href)
  // The scheme is not compared: a service behind a TLS terminator often writes http in its links.
  if (link.host !== endpoint.host) throw refuse(`to ${link.origin}, and ${endpoint.origin} was asked`)
  const own = new URL(pathBelow(endpoint, asked), endpoint.href)
  if (link.pathname !== own.pathname) throw refuse(`to ${link.pathname}`)
  return `${asked.split('?')[0]}${link.search}`
}
