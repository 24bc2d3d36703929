import { rewritten, type View } from './redact-view.ts'

const start = String.raw`(?:\x1b|␛|\^\[|\\{1,8}e)`
const control = '[0-?]{0,64}[ -/]{0,8}[@-~]'
const escapeSequence = String.raw`${start}(?:\[${control}|\][^\x07\x1b␇␛\n]{0,200}(?:[\x07␇]|${start}\\{1,2})|[()][0-9A-B]|[=>78cDEHMNOZ])`
const invisible = new RegExp(
  String.raw`${escapeSequence}|\x9b${control}|[\x01-\x08\x0e-\x1f\x7f\p{Cf}\p{DI}\u2401-\u2408\u240e-\u241f\u2421]`,
  'gu',
)
const mayBeInvisible = /[\x01-\x08\x0e-\x1f\x7f-\uffff]|\^\[|\\e/

/**
 * The text without terminal escape sequences and without characters of no width. An escape sequence begins with the escape character itself, or with
 * `^[`, `\e` or the symbol ␛ in its place. Undefined when the text has nothing of the kind.
 */
export function visible(text: string): View | undefined {
  return mayBeInvisible.test(text) ? rewritten(text, invisible) : undefined
}

/** What may stand before the text of a line: an indent, then a mark such as `> ` of a quote or `# ` of a comment. Both may be absent. */
const margin = String.raw`[ \t]{0,200}(?:[>#|][ \t])?`
/**
 * What is removed to put a text on one line: line breaks, raw or as `\n` in a string; borders between two lines of a table cell; and NUL characters,
 * because UTF-16 text has one beside each letter.
 */
const fold = new RegExp(String.raw`(?: ?\|(?:\r?\n|\\{1,8}n)\|[ ]{1,200}\||\r?\n|[\r\u2028\u2029]|\\{1,8}[nr]|[␊␍])${margin}|\0|␀`, 'g')
/**
 * Matches what `fold` matches. Where an `=` or a backslash stands before a line break, matches that character too. In mail and shells, the character
 * means that the line continues. Elsewhere, the character may be part of an escape sequence that the line break has cut.
 */
const markedFold = new RegExp(String.raw`(?:[=\\]\r?\n|=(?:\\{1,8}r)?\\{1,8}n)${margin}|${fold.source}`, 'g')

/** The text as one line. When a line ends in `=` or a backslash, there are two views: one with that character as text, and one without it. */
export function unfolded(text: string): readonly View[] {
  const views = [rewritten(text, fold), /[=\\]\r?\n|=\\{1,8}[nr]/.test(text) ? rewritten(text, markedFold) : undefined]
  return views.filter((view) => view !== undefined)
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
/** A byte as two hexadecimal digits with `mark` in front, or several such bytes that form one character of UTF-8. */
const bytesBehind = (mark: string) => {
  const more = `${mark}[89ab][0-9a-f]`
  return `${mark}(?:c[2-9a-f]|d[0-9a-f])${more}|${mark}e[0-9a-f](?:${more}){2}|${mark}f[0-4](?:${more}){3}|${mark}[0-9a-f]{2}`
}
const bytesInOctal = String.raw`\\{1,8}3[0-7]{2}(?:\\{1,8}2[0-7]{2}){1,3}|\\{1,8}[23][0-7]{2}`
const spelling = new RegExp(
  String.raw`\\{1,8}(?:u[0-9a-f]{4}|u\{[0-9a-f]{1,6}\}|[01][0-7]{2})|${bytesInOctal}|${bytesBehind(String.raw`\\{1,8}x`)}|${bytesBehind('%')}|%u[0-9a-f]{4}|&#[0-9]{1,7};|&#x[0-9a-f]{1,6};|&(?:lt|gt|amp|quot|apos);`,
  'gi',
)

/** The text with `\u0068`, `\x68`, `\150`, `%68`, `&#104;` and `&quot;` read as the characters they stand for; undefined when it has none. */
export function unescaped(text: string): View | undefined {
  return rewritten(text, spelling, character)
}

const quotesAndBackslashes = /(?:%|\\x|\\u00|\\u\{|&#x)(?:22|5c)|&quot;|&#(?:34|92);|\\(?:042|134)/i

/**
 * As `unescaped`, and as long, but an escaped quote becomes `'`, and an escaped backslash becomes `/`. Patterns would take a real quote or backslash
 * for the end of the JSON string around it. Undefined when the text has neither an escaped quote nor an escaped backslash.
 */
export function harmless(text: string): string | undefined {
  if (!quotesAndBackslashes.test(text)) return undefined
  return text.replace(spelling, (match) => character(match).replaceAll('"', "'").replaceAll('\\', '/'))
}

function character(match: string): string {
  const named = entities[match.slice(1, -1).toLowerCase()]
  if (named !== undefined) return named
  const [, octal, decimal, code] = /^(?:\\+([0-7]{3})$|&#(\d+);|(?:\\+u|%u|&#x)\{?([0-9a-f]+))/i.exec(match) ?? []
  const number = octal ? Number.parseInt(octal, 8) : decimal ? Number(decimal) : code ? Number.parseInt(code, 16) : undefined
  if (number === undefined) return ofBytes(match)
  return number <= 0x10ffff ? String.fromCodePoint(number) : match
}

function ofBytes(match: string): string {
  const bytes = /[x%=]/i.test(match)
    ? Buffer.from(match.replace(/[\\x%=]/gi, ''), 'hex')
    : Buffer.from(Array.from(match.matchAll(/\d+/g), ([digits]) => Number.parseInt(digits, 8)))
  return bytes.length === 1 ? bytes.toString('latin1') : bytes.toString('utf8')
}

const printable = new RegExp(bytesBehind('='), 'gi')

/**
 * Decodes quoted-printable: `p=40ss` becomes `p@ss`. The result is a separate view, because decoding spoils plain settings: `pin=4021` would
 * become `pin@21`.
 */
export function unquotedPrintable(text: string): View | undefined {
  return rewritten(text, printable, ofBytes)
}

/** Decodes UTF-8 in a text that has one character for each byte. Undefined when there is nothing to decode. */
export function asUtf8(bytes: string): View | undefined {
  return rewritten(bytes, /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g, (match) =>
    Buffer.from(match, 'latin1').toString('utf8'),
  )
}

/** The letters of a text that has one or more NULs behind each letter; undefined for any other text. */
export function withoutNuls(bytes: string): View | undefined {
  return /[!-~]\0{1,3}[!-~]\0{1,3}[!-~]\0/.test(bytes) ? rewritten(bytes, /\0+/g) : undefined
}

/** The four ways to read bytes as UTF-16; none when the bytes have no run of letters with NULs in between. */
export function asUtf16(bytes: string): readonly View[] {
  if (!/(?:[\t-~]\0){3}|(?:\0[\t-~]){3}/.test(bytes)) return []
  return [0, 1].flatMap((shift) => {
    const raw = Buffer.from(bytes.slice(shift, bytes.length - ((bytes.length - shift) % 2)), 'latin1')
    const outer = (start: number, end: number) => ({ start: shift + 2 * start, end: shift + 2 * end })
    return [
      { text: raw.toString('utf16le'), outer },
      { text: Buffer.from(raw).swap16().toString('utf16le'), outer },
    ]
  })
}
