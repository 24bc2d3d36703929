import { randomBytes } from 'node:crypto'
import { patterns } from './patterns.ts'
import type { Span } from './patterns-span.ts'
import { Finder } from './redact-find.ts'
import { formsOf } from './redact-forms.ts'
import { hiddenIn } from './redact-hidden.ts'
import { asNumber } from './redact-number.ts'
import { quoteOpenScalars } from './redact-scalar.ts'
import { canonical, startsRedacted, tokenOf, tokenShape } from './redact-token.ts'

export interface Redactor {
  /** The text without secrets: `password: hunter2` becomes `password: [redacted:password#a1b2c3]`. Never throws; a second pass changes nothing. */
  redact(text: string): string
  /**
   * Redacts data before it is serialized: first each string by itself, then each string with the keys that it stands under. The result holds only
   * what JSON can hold. The serializer then quotes a token such as `[redacted:password#a1b2c3]` where needed. `redact` does not: in YAML text, it
   * leaves a value that is only a token without quotes, and YAML reads that value as a list of one item.
   */
  redactData(data: unknown): unknown
  /**
   * Learns a secret that this run loaded itself: from now on it is found as written, in base64, and escaped for URLs, JSON, shells and XML. False:
   * not learned, because shorter than 6 characters or a product word. If every `openstack` became a token, a reader could guess the secret.
   */
  learn(secret: string, kind?: string): boolean
  /** How many secrets were learned. */
  learned(): number
}

/** Reports are full of these words, so they are not learned as secrets. After `password:` they are still redacted. */
const productWords = new Set([
  'openstack',
  'password',
  'secret',
  'redacted',
  'keystone',
  'ubuntu',
  'default',
  'octavia',
  'magnum',
  'neutron',
  'haproxy',
])

/** The redacted form of a text is kept for reuse only if the text has at most this many characters. */
const longestKept = 2_000
/** The redacted forms of at most this many texts are kept for reuse. */
const mostKept = 20_000

/** The tokens depend on `salt`: two redactors with the same salt give the same tokens. Absent: each redactor makes a new random salt. */
export function createRedactor(options: { readonly salt?: string } = {}): Redactor {
  const salt = options.salt ?? randomBytes(32).toString('hex')
  const finder = new Finder()
  const tokens = new Map<string, string>()

  const token = (kind: string, secret: string) => {
    const plain = canonical(secret)
    return tokens.get(plain) ?? tokenOf(kind, plain, salt)
  }

  const scrub = (text: string) => {
    let redacted = text
    // Of two secrets side by side without a gap, the second is found only after a token has replaced the first. So the search is repeated.
    for (let pass = 0; pass < 4; pass++) {
      const before = redacted
      redacted = replace(before, spansOf(before, finder), token)
      if (redacted === before) break
    }
    return redacted
  }

  /** The redacted forms of short texts, kept because the reports of a run have many texts in common. Cleared when another secret is learned. */
  const before = new Map<string, string>()

  const redacted = (text: string) => {
    const scrubbed = scrub(text)
    return scrubbed === text ? text : quoteOpenScalars(scrubbed)
  }

  return {
    redact: (text) =>
      orUnreadable(() => {
        const known = before.get(text)
        if (known !== undefined) return known
        const fresh = redacted(text)
        if (text.length <= longestKept && before.size < mostKept) before.set(text, fresh)
        return fresh
      }),
    redactData: (data) => orUnreadable(() => JSON.parse(scrub(JSON.stringify(eachText(data, scrub)) ?? 'null')) as unknown),
    learn(secret, kind = 'secret') {
      const text = secret.trim()
      if (text.length < 6 || productWords.has(text.toLowerCase())) return false
      const plain = canonical(text)
      before.clear()
      if (!tokens.has(plain)) tokens.set(plain, tokenOf(kind, plain, salt))
      finder.add(text, formsOf(text))
      if (text.startsWith('LS0tLS1')) {
        const unpacked = Buffer.from(text, 'base64').toString('utf8').trim()
        finder.add(unpacked, formsOf(unpacked))
      }
      return true
    },
    learned: () => tokens.size,
  }
}

/** Returns the result of `work`. When `work` throws, the text could not be searched for secrets, so a placeholder is returned in its place. */
function orUnreadable<Result>(work: () => Result): Result | string {
  try {
    return work()
  } catch {
    return '[redacted:unreadable#000000]'
  }
}

function eachText(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') return change(data)
  if (Array.isArray(data)) return data.map((item) => eachText(item, change))
  if (typeof data !== 'object' || data === null || 'toJSON' in data) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, eachText(value, change)]))
}

interface Place extends Span {
  /** A token that is already there. */
  readonly isKept?: boolean
}

function spansOf(text: string, finder: Finder): Place[] {
  const places: Place[] = []
  if (text.includes('[redacted:'))
    for (const match of text.matchAll(tokenShape))
      places.push({ start: match.index, end: match.index + match[0].length, kind: '', isKept: true })
  const looks = {
    known: (text: string) => finder.find(text).map((find) => ({ ...find, kind: 'secret' })),
    patterns: (text: string) => patterns.flatMap((pattern) => [...pattern.find(text)]),
  }
  const found: Span[] = []
  for (const find of looks.known(text)) found.push(find.isNumber ? { ...find, ...asNumber(text, find) } : find)
  for (const span of looks.patterns(text)) found.push(span)
  for (const span of hiddenIn(text, looks)) if (fitsIn(text, span)) found.push({ ...span, ...asNumber(text, span) })
  for (const place of found) if (place.end > place.start && !startsRedacted(text, place.start)) places.push(place)
  // The sort is stable: when two places have the same start and end, the one that was found first stays first, and wins.
  return places.sort((a, b) => a.start - b.start || b.end - a.end)
}

/**
 * False when the text that was found cannot be a secret. In JSON text with decoded escapes, a pattern can run past a secret's closing quote into the
 * next value. So text that a pattern found must not contain a quote; a learned secret may.
 */
function fitsIn(text: string, span: Span): boolean {
  return 'isNumber' in span || !text.slice(span.start, span.end).includes('"')
}

function replace(text: string, places: readonly Place[], token: (kind: string, secret: string) => string): string {
  const parts: string[] = []
  let copied = 0
  for (let next = 0; next < places.length; ) {
    const first = places[next] as Place
    let end = first.end
    for (next++; next < places.length; next++) {
      const other = places[next] as Place
      if (other.start >= end) break
      end = Math.max(end, other.end)
    }
    if (first.isKept && end === first.end) continue
    const secret = end === first.end && first.secret !== undefined ? first.secret : text.slice(first.start, end)
    const quote = first.quote ?? ''
    parts.push(text.slice(copied, first.start), quote, token(first.kind || 'secret', secret), quote)
    copied = end
  }
  parts.push(text.slice(copied))
  return parts.join('')
}
