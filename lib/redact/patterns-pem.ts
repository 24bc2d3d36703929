import type { Pattern, Span } from './patterns-span.ts'

const body = 'MIIEowIBAAKCAQEAt3zq1fXvQmJ0w8Y3rXz4m7bT9dS2kLh5vN8pQeR6uWyA1cGf'

export const privateKeys: Pattern = {
  name: 'private key',
  why: 'PEM (RFC 7468) of any label that ends in PRIVATE KEY, OpenSSH and PGP included; also indented, in JSON, or cut off before its END',
  example: {
    text: `key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  ${body}\n  ${body}\n  -----END RSA PRIVATE KEY-----\ncert: none`,
    secrets: [`-----BEGIN RSA PRIVATE KEY-----\n  ${body}\n  ${body}\n  -----END RSA PRIVATE KEY-----`],
    kind: 'private-key',
  },
  find: findPrivateKeys,
}

function* findPrivateKeys(text: string): Iterable<Span> {
  for (const begin of text.matchAll(/-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g)) {
    const end = endOfKey(text, begin.index + begin[0].length)
    if (end !== undefined) yield { start: begin.index, end, kind: 'private-key' }
  }
}

/** Allowed between two lines of a key: blanks, `\n` at any depth of escaping, and the marks of a quotation, comment or diff. */
const gap = /(?:[ \t\r\n]|\\{1,8}[nrt])(?:[ \t\r\n>#|]|\\{1,8}[nrt]){0,200}/y
const header = /[A-Z][A-Za-z-]{2,30}: [^\r\n"\\]{1,200}/y
const digits = /(?:[A-Za-z0-9+/]|\\\/){1,20000}={0,2}/y
const ending = /-----END [A-Z0-9 ]{1,60}-----/y

/** Undefined when no key follows the marker: the text is prose, or a command that searches for the marker. */
function endOfKey(text: string, from: number): number | undefined {
  let here = from
  let end: number | undefined
  for (;;) {
    here = after(gap, text, here)
    const closed = after(ending, text, here)
    if (closed > here) return closed
    const next = after(header, text, here)
    if (next > here) {
      here = next
      continue
    }
    const run = after(digits, text, here)
    // The PEM text has ended where no base64 follows, or where a word stands before a colon: that word is the next key of
    // a YAML file.
    if (run === here || text[run] === ':') return end
    const gapEnd = after(gap, text, run)
    const closedHere = after(ending, text, gapEnd)
    if (closedHere > gapEnd) return closedHere
    const isShort = run - here < 16
    // A key begins with a long line of base64. When a short word stands there instead, the text is prose.
    if (isShort && end === undefined) return undefined
    if (isShort) return run
    end = run
    here = run
  }
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
