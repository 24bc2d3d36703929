import { readTree } from './patterns-json.ts'
import { endOfEntry, endOfLine, endOfShellWord, endOfWord, isValueInSentence, lineStart } from './patterns-line.ts'
import { endOfQuoted, quoteAt, unquoted } from './patterns-quote.ts'
import type { Pattern, Span } from './patterns-span.ts'
import { type Family, familyOf, isAlsoProse, isPath, secretWord } from './patterns-word.ts'
import { readBlock } from './patterns-yaml.ts'
import { isPlaceholder, startsRedacted } from './redact-token.ts'

/** Finds the values of secret keys, written as `name: value`, `"name": "value"`, `name = value`, `export NAME=value` or `<x name="value">`. */
export const secretKeys: Pattern = {
  name: 'value of a secret key',
  why: 'openrc, clouds.yaml, kubeconfig, oslo.config, charm configuration and API bodies hold secrets under keys such as password',
  example: {
    text: 'export OS_PASSWORD=hunter2\n{"auth": {"password": "tr0ub\\"4dor", "name": "admin"}}\npassword = correct horse\n    password: p@ss: word # mine\n',
    secrets: ['hunter2', 'tr0ub\\"4dor', 'correct horse', 'p@ss: word'],
    kind: 'password',
  },
  find: findSecretKeys,
}

function* findSecretKeys(text: string): Iterable<Span> {
  const keys = new RegExp(`(${secretWord})(\\\\{0,15}["'])?[ \\t]{0,80}(?:=>|:=|[:=](?![:=]))[ \\t]*`, 'gi')
  // The end of the last object or block that was read below a secret key. No object or block is read twice, even when such keys are nested deeply.
  let readUpTo = 0
  for (let match = keys.exec(text); match; match = keys.exec(text)) {
    const key: Key = {
      at: keys.lastIndex,
      wordAt: match.index,
      family: familyOf(match[1] ?? ''),
      quote: match[2] ?? '',
      separator: match[0].trimEnd().endsWith('=') ? '=' : ':',
      hasBlank: /[ \t]$/.test(match[0]),
    }
    const found = readValue(text, key, match.index < readUpTo)
    keys.lastIndex = Math.max(keys.lastIndex, found.next ?? 0)
    readUpTo = Math.max(readUpTo, found.readUpTo ?? 0)
    for (const value of found.values) if (isSecret(text, value, key.family)) yield { ...value, kind: key.family }
  }
}

interface Key {
  /** Where the value starts. */
  readonly at: number
  readonly wordAt: number
  readonly family: Family
  /** The closing quote of the key, e.g. `\"`; empty when the key has none. */
  readonly quote: string
  readonly separator: ':' | '='
  readonly hasBlank: boolean
}

interface Found {
  readonly values: readonly Omit<Span, 'kind'>[]
  /** Where in the text the search for the next key starts. Absent: it starts right behind this key. */
  readonly next?: number
  readonly readUpTo?: number
}

const nothing: Found = { values: [] }

function readValue(text: string, key: Key, wasRead: boolean): Found {
  if (startsRedacted(text, key.at)) return nothing
  const at = key.quote && key.separator === ':' ? skipLines(text, key.at) : key.at
  const prefix = /[ub]/.test(text[at] ?? '') && text[at + 1] === "'" ? 1 : 0
  const quote = quoteAt(text, at + prefix)
  if (quote) {
    const start = at + prefix + quote.length
    if (!key.quote && closesOuterString(text, start)) return nothing
    const end = endOfQuoted(text, start, quote)
    return { values: [{ start, end, secret: unquoted(text.slice(start, end), quote) }], next: end }
  }
  if (opensStructure(text, at, key)) return wasRead ? nothing : inStructure(text, at, key)
  return key.quote ? bareNumber(text, at, key) : readUnquoted(text, key, wasRead)
}

/** JSON may break the line behind a colon. */
function skipLines(text: string, at: number): number {
  let here = at
  while (here - at < 200 && /\s/.test(text[here] ?? '')) here++
  return here
}

/** In `"set password=", "next"` the quote behind the equals sign ends the string and does not open a value. */
function closesOuterString(text: string, at: number): boolean {
  return /^(?:\s|$|[;)>]|[,}\]:]+\s*(?:$|["'{[\d}\],tfn\\-]))/.test(text.slice(at, at + 40))
}

function opensStructure(text: string, at: number, key: Key): boolean {
  if (key.quote) return text[at] === '{' || text[at] === '['
  return key.separator === ':' && text[at] === '{' && /^\{\s*(?:["'\w-]+\s*:|\})/.test(text.slice(at, at + 100))
}

/** `juju config` prints the value of an option one level below its name. A map of HTTP headers too has its values one level below their names. */
function inStructure(text: string, at: number, key: Key): Found {
  const tree = readTree(text, at, Math.max(0, key.quote.length - 1), Math.min(text.length, at + 4000))
  const isList = text[at] === '['
  const values = tree.leaves.filter((leaf) => leaf.depth === 1 && (isList || /^(?:value|default|data)$/i.test(leaf.key)))
  return { values, readUpTo: tree.end }
}

function bareNumber(text: string, at: number, key: Key): Found {
  const number = /^-?\d[\d.eE+-]*/.exec(text.slice(at, at + 64))?.[0]
  if (number === undefined || isAlsoProse(key.family)) return nothing
  return { values: [{ start: at, end: at + number.length, quote: key.quote }], next: at + number.length }
}

function readUnquoted(text: string, key: Key, wasRead: boolean): Found {
  const { at, wordAt, family, separator } = key
  const place = lineStart(text, wordAt)
  const isHeader = /x-(?:auth|subject|vault|service)-$/i.test(text.slice(Math.max(0, wordAt - 10), wordAt))
  if (isHeader || (separator === '=' && !place.isFirst)) return valueUpTo(at, endOfWord(text, at))
  const isGlued = separator === ':' && !key.hasBlank && !/[\r\n]/.test(text[at] ?? '\n')
  if (!place.isFirst || isGlued) return inSentence(text, key)
  if (separator === '=' && !key.hasBlank && /[A-Z]/.test(text.charAt(wordAt))) return valueUpTo(at, endOfShellWord(text, at, place))
  const block = separator === ':' && !wasRead ? readBlock(text, at, place) : undefined
  if (block) return block
  const end = endOfLine(text, at, place)
  // Several words after `token:` are an error message, not a token. Several words after `password:` may be a passphrase.
  if (isAlsoProse(family) && /\s/.test(text.slice(at, Math.min(end, at + 4000)))) return inSentence(text, key)
  return valueUpTo(at, end)
}

function inSentence(text: string, key: Key): Found {
  const entryEnd = key.separator === ':' ? endOfEntry(text, key.at, key.wordAt) : undefined
  if (entryEnd !== undefined) return valueUpTo(key.at, entryEnd)
  const end = endOfWord(text, key.at)
  if (isValueInSentence(text, key.at, end, key.family)) return valueUpTo(key.at, end)
  return end - key.at > 256 ? { values: [], next: end } : nothing
}

function valueUpTo(start: number, end: number): Found {
  return end > start ? { values: [{ start, end }], next: end } : nothing
}

export function isSecret(text: string, value: Omit<Span, 'kind'>, family: Family): boolean {
  if (startsRedacted(text, value.start)) return false
  const raw = text.slice(value.start, value.end)
  if (isPlaceholder(raw) || (isAlsoProse(family) && (isPath(raw) || /^\d{1,9}$/.test(raw)))) return false
  return !(text[value.start - 1] === '=' && /^\$[A-Z_][A-Z0-9_]*$/.test(raw))
}
