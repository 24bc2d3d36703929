import type { Ask } from '../../transport/ask.ts'
import { NotUnderstood, understood } from '../command.ts'
import type { Listener } from './listeners.ts'

/** The redirects that a browser follows from one address. */
export interface Journey {
  readonly from: string
  /** The addresses that answered, in order, each with its status. */
  readonly hops: readonly Hop[]
  readonly end: End
}

/** One answer on the way. */
export interface Hop {
  readonly url: string
  readonly status: number
  /** The cookies that this answer sets. Absent when it sets none. */
  readonly cookies?: readonly Cookie[]
}

export interface Cookie {
  /** `csrftoken` */
  readonly name: string
  /** The cookie is marked Secure: a browser uses it only over https (RFC 6265 section 5.4). */
  readonly isSecure: boolean
}

export type End =
  | { readonly kind: 'answered' }
  /** The browser was sent back to an address where it had been before. */
  | { readonly kind: 'loop'; readonly to: string }
  /** The browser was sent from https to http or the other way round, to an address where this nginx does not listen. */
  | { readonly kind: 'scheme'; readonly to: string }
  /** The browser was sent to another host. That redirect is not followed: an answer must not decide where we connect to. */
  | { readonly kind: 'elsewhere'; readonly to: string }
  | { readonly kind: 'endless'; readonly to: string }

/** Fewer than the 20 redirects after which browsers give up: a proxy that needs more than a few redirects is broken. */
const mostHops = 10

/** Rejects with CouldNotLook only. */
export async function journeyFrom(from: string, listeners: readonly Listener[], ask: Ask): Promise<Journey> {
  const hops: Hop[] = []
  let url = new URL(from)
  for (;;) {
    const { next, ...answered } = await hop(url, ask)
    hops.push(answered)
    const end = next ? endOf(url, next, hops, listeners) : ({ kind: 'answered' } as const)
    if (end) return { from, hops, end }
    url = next as URL
  }
}

async function hop(url: URL, ask: Ask): Promise<Hop & { readonly next?: URL }> {
  const answer = await ask({ kind: 'get', on: { name: url.origin }, path: `${url.pathname}${url.search}` })
  return understood(url.href, () => {
    if (answer.kind !== 'get') throw new NotUnderstood('was answered by something that is not a page')
    const { status, headers } = answer
    const one = { url: url.href, status, ...cookiesIn(headers['set-cookie']) }
    if (![301, 302, 303, 307, 308].includes(status)) return one
    const { location = '' } = headers
    if (location === '' || !URL.canParse(location, url.href))
      throw new NotUnderstood(`answered ${status} to ${JSON.stringify(location)}, wanted an address`)
    const next = new URL(location, url)
    // The part behind # is the browser's own.
    next.hash = ''
    return { ...one, next }
  })
}

/** The cookies as the transport writes them: `csrftoken; Secure, sessionid`. */
function cookiesIn(set: string | undefined): Pick<Hop, 'cookies'> {
  if (set === undefined) return {}
  return { cookies: set.split(', ').map((one) => ({ name: one.split(';')[0] ?? one, isSecure: one.endsWith('; Secure') })) }
}

function endOf(url: URL, next: URL, hops: readonly { readonly url: string }[], listeners: readonly Listener[]): End | undefined {
  const to = next.href
  if (hops.some((one) => one.url === to)) return { kind: 'loop', to }
  if (next.hostname !== url.hostname || !/^https?:$/.test(next.protocol)) return { kind: 'elsewhere', to }
  if (next.protocol !== url.protocol && !listeners.some((one) => serves(one, next))) return { kind: 'scheme', to }
  return hops.length >= mostHops ? { kind: 'endless', to } : undefined
}

function serves({ address, port, isTls, name }: Listener, { protocol, hostname, port: reported }: URL): boolean {
  const isTlsWanted = protocol === 'https:'
  const portWanted = reported === '' ? (isTlsWanted ? 443 : 80) : Number(reported)
  return port === portWanted && isTls === isTlsWanted && (address === '*' || [address, name].includes(hostname))
}
