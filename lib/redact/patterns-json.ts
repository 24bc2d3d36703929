import { endOfDoubleQuoted, unquoted } from './patterns-quote.ts'
import type { Pattern, Span } from './patterns-span.ts'

/** Keys whose whole object or array is secret. */
export const jsonTrees: Pattern = {
  name: 'secret JSON object or array',
  why: 'juju show-operation prints action parameters in clear; vault prints its keys as arrays; a macaroon is an object',
  example: {
    text: '{"action":{"name":"authorize-charm","parameters":{"token":"abc","n":[4711,true,null]}},"unseal_keys_b64":["k1","k2"]}',
    secrets: ['abc', '4711', 'k1', 'k2'],
    kind: 'parameter',
  },
  find: findTrees,
}

const kinds: Readonly<Record<string, string>> = { parameters: 'parameter', macaroon: 'macaroon', macaroons: 'macaroon' }

function* findTrees(text: string): Iterable<Span> {
  const keys =
    /"(parameters|macaroons?|(?:unseal|recovery)_keys_(?:b64|hex)|keys_base64|keys)(\\*)"(?:\s|\\[nrt]){0,200}:(?:\s|\\[nrt]){0,200}[[{]/gi
  for (let match = keys.exec(text); match; match = keys.exec(text)) {
    const name = (match[1] ?? '').toLowerCase()
    const tree = readTree(text, keys.lastIndex - 1, (match[2] ?? '').length)
    keys.lastIndex = tree.end
    for (const leaf of tree.leaves) {
      // `keys` is a common word, so a value below it counts only when it has the form of an unseal key, in hex or base64, as vault's HTTP API sends
      // it.
      if (name === 'keys' && !/^(?:[0-9a-f]{32,}|[A-Za-z0-9+/]{43}=)$/.test(text.slice(leaf.start, leaf.end))) continue
      yield { ...leaf, kind: kinds[name] ?? 'vault-key' }
    }
  }
}

type Leaf = Omit<Span, 'kind'> & { readonly key: string; readonly depth: number }

interface Tree {
  /** The index just after the closing bracket, or the index at which the text is cut off. */
  readonly end: number
  /** Strings and numbers, but never true, false and null, which are no secrets. */
  readonly leaves: readonly Leaf[]
}

/** Reads the object or array that opens at `at`. Each of its quotes has this many `backslashes` in front. Accepts a text that is cut off. */
export function readTree(text: string, at: number, backslashes: number, limit = text.length): Tree {
  const quote = `${'\\'.repeat(backslashes)}"`
  const leaves: Leaf[] = []
  let depth = 0
  let key = ''
  for (let here = at; here < limit; here++) {
    const char = text[here]
    if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') {
      if (--depth === 0) return { end: here + 1, leaves }
    } else if (text.startsWith(quote, here) && (char === '"' || char === '\\')) {
      const start = here + quote.length
      const end = endOfDoubleQuoted(text, start, backslashes)
      if (isKey(text, end + quote.length)) key = text.slice(start, end)
      else leaves.push({ start, end, secret: unquoted(text.slice(start, end), quote), key, depth })
      if (!text.startsWith(quote, end)) return { end, leaves }
      here = end + quote.length - 1
    } else if (char === '"') return { end: here, leaves }
    else if (/[-\d]/.test(char ?? '') && /[\s:,[]/.test(text[here - 1] ?? '')) {
      let end = here + 1
      while (end < limit && /[-+.\deE]/.test(text.charAt(end))) end++
      leaves.push({ start: here, end, quote, key, depth })
      here = end - 1
    }
  }
  return { end: limit, leaves }
}

function isKey(text: string, at: number): boolean {
  let here = at
  while (/\s/.test(text[here] ?? '')) here++
  return text[here] === ':'
}
