/**
 * End of a double-quoted string whose quotes have this many `backslashes` in front: 1 in JSON inside JSON, 3 one level deeper. Without a closing
 * quote, the string ends with the line, the string around it or the text.
 */
export function endOfDoubleQuoted(text: string, from: number, backslashes: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (at - slashes > from && text[at - slashes - 1] === '\\') slashes++
    const depth = slashes % (2 * (backslashes + 1))
    if (depth <= backslashes) return cutAtLine(text, from, at - depth)
  }
  return cutAtLine(text, from, text.length)
}

/** End of a single-quoted string. `''` (YAML), `'\''` and `'"'"'` (shells) and `\'` (Python) do not end it. */
function endOfSingleQuoted(text: string, from: number): number {
  let at = text.indexOf("'", from)
  while (at !== -1) {
    if (text.startsWith("''", at)) at = text.indexOf("'", at + 2)
    else if (text.startsWith("'\\''", at)) at = text.indexOf("'", at + 4)
    else if (text.startsWith(`'"'"'`, at)) at = text.indexOf("'", at + 5)
    else if (text[at - 1] === '\\' && at > from && !/^'(?:[\s,;})\]]|$)/.test(text.slice(at, at + 2))) at = text.indexOf("'", at + 1)
    else return cutAtLine(text, from, at)
  }
  return cutAtLine(text, from, text.length)
}

/** No quoted password spans lines. A quote that seems to do so is the apostrophe of a sentence. */
function cutAtLine(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) if (text.charCodeAt(at) === 10) return at
  return end
}

/** The opening quote at this place with its backslashes, e.g. `\"`, `'`; empty when there is none. */
export function quoteAt(text: string, at: number): string {
  let here = at
  while (text[here] === '\\' && here - at < 16) here++
  if (text[here] !== '"' && text[here] !== "'") return ''
  return text.slice(at, here + 1)
}

export function endOfQuoted(text: string, from: number, quote: string): number {
  return quote.endsWith("'") ? endOfSingleQuoted(text, from) : endOfDoubleQuoted(text, from, quote.length - 1)
}

/** The text inside the quotes, with its escapes undone level by level. Stops before the first level whose escapes cannot be undone. */
export function unquoted(raw: string, quote: string): string {
  if (quote.endsWith("'")) return raw.replaceAll(`'\\''`, "'").replaceAll(`'"'"'`, "'").replaceAll("''", "'")
  let text = raw
  for (let depth = quote.length; depth > 0 && text.includes('\\'); depth >>= 1) {
    try {
      text = JSON.parse(`"${text}"`) as string
    } catch {
      return text
    }
  }
  return text
}
