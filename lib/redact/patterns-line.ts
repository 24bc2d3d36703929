import { type Family, looksRandom } from './patterns-word.ts'

/** Where a key is on its line. */
export interface Place {
  /** On the line, only blanks, marks such as `-` and `#`, or a word such as `export` stand before the key. */
  readonly isFirst: boolean
  /** The line is inside a string: a quote or a literal `\n` stands directly before it. */
  readonly isEscaped: boolean
  /** Blanks before the key. */
  readonly indent: number
}

/** Finds where a key is on its line. `wordAt` is the position of a word inside the key, such as `PASSWORD` in `OS_PASSWORD`. */
export function lineStart(text: string, wordAt: number): Place {
  let keyAt = wordAt
  while (keyAt > 0 && wordAt - keyAt < 100 && /[\w.-]/.test(text.charAt(keyAt - 1)) && !isEscapedBreak(text, keyAt - 2)) keyAt--
  const from = Math.max(0, keyAt - 100)
  const before = text.slice(from, keyAt)
  const match = /(^|[\r\n\0"]|\\[nr])([ \t]*(?:[-*#>+][ \t]+)*(?:(?:export|declare -x|setenv|set)[ \t]+)?)$/.exec(before)
  if (!match || (match[1] === '' && from > 0)) return { isFirst: false, isEscaped: false, indent: 0 }
  return { isFirst: true, isEscaped: /^["\\]/.test(match[1] ?? ''), indent: (match[2] ?? '').length }
}

function isEscapedBreak(text: string, at: number): boolean {
  return text[at] === '\\' && (text[at + 1] === 'n' || text[at + 1] === 'r')
}

/** The position where the line around `at` ends, not counting trailing blanks or a comment. */
export function endOfLine(text: string, at: number, place: Pick<Place, 'isEscaped'>): number {
  let end = at
  while (end < text.length && !/[\r\n\0]/.test(text.charAt(end)) && !(place.isEscaped && (text[end] === '"' || isStringEnd(text, end)))) {
    if (/[#;]/.test(text.charAt(end)) && end > at && /[ \t]/.test(text.charAt(end - 1))) break
    end++
  }
  while (end > at && /[ \t]/.test(text.charAt(end - 1))) end--
  return end
}

function isStringEnd(text: string, at: number): boolean {
  return text[at] === '\\' && /[nrt\\]/.test(text[at + 1] ?? '')
}

/** Where the word at `at` ends, whether in a shell line, a URL's query, a list of settings or an XML attribute. */
export function endOfWord(text: string, at: number): number {
  let end = at
  for (; end < text.length; end++) {
    const char = text.charAt(end)
    if (/[\s"'<>`&|\0]/.test(char)) break
    if (char === '\\') {
      if (/[nrt"'\\]/.test(text[end + 1] ?? '"')) break
      end++
    } else if (/[,;]/.test(char) && /^[ \t]*[\w.-]{1,60}[=:]/.test(text.slice(end + 1, end + 64))) break
  }
  while (end > at && /[,;)}\]]/.test(text.charAt(end - 1))) end--
  return Math.min(end, text.length)
}

/** End of one value of an environment, as in the output of `env`, in an openrc or in an EnvironmentFile. In /proc/PID/environ it ends at the NUL. */
export function endOfShellWord(text: string, at: number, place: Pick<Place, 'isEscaped'>): number {
  const nul = /^[^\r\n\0]*(?=\0)/.exec(text.slice(at, at + 4000))
  if (nul) return at + nul[0].length
  let end = at
  while (end < text.length && !/\s/.test(text.charAt(end)) && !(place.isEscaped && (text[end] === '"' || isStringEnd(text, end)))) end++
  return text[end - 1] === ';' ? end - 1 : end
}

/** Where a value ends in a YAML flow mapping such as `{a: b c, …}`. Undefined when the key is not in such a mapping, or when no end is found. */
export function endOfEntry(text: string, at: number, wordAt: number): number | undefined {
  if (!/\{(?:[^{}\r\n]*,)?[ \t]*[\w.-]*$/.test(text.slice(Math.max(0, wordAt - 200), wordAt))) return undefined
  const value = /^[^,{}[\]"'\\\r\n]+(?=[,}])/.exec(text.slice(at, at + 200))?.[0]
  return value === undefined ? undefined : at + value.trimEnd().length
}

/**
 * Whether a word after a colon in the middle of a line is a value. It is one when it looks random. After a password key, it is also one when it is
 * the last word of the line.
 */
export function isValueInSentence(text: string, at: number, end: number, family: Family): boolean {
  const isLast = /^[,;)}\]]*[ \t]*(?:$|[\r\n"'\\])/.test(text.slice(end, end + 20))
  return (isLast && family === 'password') || looksRandom(text.slice(at, Math.min(end, at + 1000)), family)
}
