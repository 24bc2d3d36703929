import type { Span } from './patterns-span.ts'
import { gunzipped, wholeBudget } from './redact-gzip.ts'
import { asUtf8, asUtf16, harmless, unescaped, unfolded, unquotedPrintable, visible, withoutNuls } from './redact-plain.ts'
import { base64, decodedRuns, hex, runsOf } from './redact-runs.ts'
import { joined, type View } from './redact-view.ts'

/** The two ways to search a text for secrets: `known` finds secrets whose value is known, `patterns` recognises secrets by their form. */
export interface Looks {
  readonly known: (text: string) => readonly Span[]
  readonly patterns: (text: string) => readonly Span[]
}

/** The most layers of encoding that are decoded. An example of three layers: hexadecimal digits, written as escape sequences, encoded as base64. */
const deepest = 3

/** A stretch of decoded bytes that a tool could have printed. */
const printed = /(?:[\t\n\r\x07\x1b -~]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){8,}/g

/** Secrets that cannot be seen in the text as written: split by characters without width, folded, escaped, encoded, packed, or several of these. */
export function hiddenIn(text: string, looks: Looks): Span[] {
  return new Search(looks).hidden(text, 0)
}

class Search {
  readonly #looks: Looks
  readonly #budget = { bytes: wholeBudget }

  constructor(looks: Looks) {
    this.#looks = looks
  }

  hidden(text: string, depth: number, patterns = this.#looks.patterns): Span[] {
    if (depth === deepest) return []
    const clear = visible(text)
    if (!clear) return this.#inVisible(text, depth, patterns)
    return outer(clear, [...this.#looks.known(clear.text), ...patterns(clear.text), ...this.#inVisible(clear.text, depth, patterns)])
  }

  #inVisible(text: string, depth: number, patterns: Looks['patterns']): Span[] {
    const { known } = this.#looks
    const open = unescaped(text)
    const safe = harmless(text)
    const spans = open
      ? outer(open, [...known(open.text), ...patterns(safe ?? open.text), ...this.hidden(open.text, depth + 1, safe ? () => [] : patterns)])
      : []
    const views = unfolded(text)
    for (const flat of views) spans.push(...outer(flat, [...known(flat.text), ...this.#inLine(flat.text, depth, open !== undefined)]))
    if (views.length === 0) spans.push(...this.#inLine(text, depth, open !== undefined))
    return spans
  }

  /**
   * Searches a text whose folded lines are joined, since a fold can split an escape in two. In a text with escapes, encoded secrets are looked for
   * only after the escapes are decoded.
   */
  #inLine(line: string, depth: number, hasEscapes: boolean): Span[] {
    const { known } = this.#looks
    const isSpelled = isSpelledOut(line)
    const spans = hasEscapes ? [] : this.#encoded(line, depth)
    const open = unescaped(line)
    if (open) spans.push(...outer(open, [...known(open.text), ...(isSpelled ? this.#encoded(open.text, depth + 1) : [])]))
    const mail = unquotedPrintable(line)
    if (mail) spans.push(...outer(mail, [...known(mail.text), ...(isSpelled || isMail(line) ? this.hidden(mail.text, depth + 1) : [])]))
    return spans
  }

  #encoded(text: string, depth: number): Span[] {
    if (depth === deepest) return []
    const spans: Span[] = []
    const runs = runsOf(text)
    for (const [encoding, found] of [
      [base64, runs.base64],
      [hex, runs.hex],
    ] as const) {
      // Other characters may be glued to the front of the encoded text. The groups of digits then begin at the wrong place, so decoding is tried
      // from every possible place.
      for (let shift = 0; found.length > 0 && shift < encoding.digits; shift++) {
        const view = decodedRuns(text, found, encoding, shift)
        spans.push(...outer(view, this.#inBytes(view.text, depth + 1)))
      }
    }
    for (const { start, end, text: unpacked } of gunzipped(text, this.#budget)) {
      const [first] = unpacked === undefined ? [{ kind: 'packed' }] : this.#inBytes(unpacked, depth + 1)
      if (first) spans.push({ ...first, start, end })
    }
    return spans
  }

  #inBytes(bytes: string, depth: number): Span[] {
    const spans = [...this.#looks.known(bytes)]
    const letters = withoutNuls(bytes)
    if (letters) spans.push(...outer(letters, this.#looks.known(letters.text)))
    for (const view of asUtf16(bytes)) spans.push(...outer(view, this.#inText(view.text, depth)))
    const text = joined(bytes, printed)
    const read = asUtf8(text.text)
    spans.push(...outer(text, read ? outer(read, this.#inText(read.text, depth)) : this.#inText(text.text, depth)))
    return spans
  }

  #inText(text: string, depth: number): Span[] {
    return [...this.#looks.known(text), ...this.#looks.patterns(text), ...this.hidden(text, depth)]
  }
}

/** Eight escapes in a row show that the text is encoded. A few scattered escapes are only special characters. */
function isSpelledOut(text: string): boolean {
  return /(?:(?:=|%|\\{1,8}(?:x|u00|(?=[01][0-7]{2})))[0-9A-Fa-f]{2,3}|&#x?[0-9A-Fa-f]{2,5};){8}/.test(text)
}

/** Whether a text looks like quoted-printable: it has `=20` for a space, or such a code for a control character or for a letter outside ASCII. */
function isMail(text: string): boolean {
  return /=(?:0[0-9A-F]|1B|20|[CE][0-9A-F]=[89AB])/.test(text)
}

/** Converts spans of a view into spans of the text that the view was made from. */
function outer(view: View, spans: readonly Span[]): Span[] {
  return spans.map((span) => ({
    ...span,
    secret: span.secret ?? view.text.slice(span.start, span.end),
    ...view.outer(span.start, span.end),
  }))
}
