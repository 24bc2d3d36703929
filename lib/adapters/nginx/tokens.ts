import { NotUnderstood } from '../command.ts'

/** A word, or one of `;` `{` `}`. A quoted `";"` is a word. */
export interface Token {
  readonly text: string
  readonly isWord: boolean
  readonly line: number
}

const escapes: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n', '"': '"', "'": "'", '\\': '\\' }

/**
 * Follows nginx's own rules (src/core/ngx_conf_file.c, ngx_conf_read_token). A quote or a `#` has its special meaning only at the start of a word.
 * The brace in `${` does not open a block.
 */
export function* tokensOf(text: string): Generator<Token> {
  let line = 1
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (char === '\n') line++
    if (/\s/.test(char)) continue
    if (char === '#') {
      const end = text.indexOf('\n', i)
      i = (end === -1 ? text.length : end) - 1
    } else if (char === ';' || char === '{' || char === '}') {
      yield { text: char, isWord: false, line }
    } else {
      const isQuoted = char === '"' || char === "'"
      const word = isQuoted ? quotedWord(text, i, line) : bareWord(text, i)
      yield { text: unescaped(word.raw), isWord: true, line }
      line += word.raw.split('\n').length - 1
      i = word.end - 1
    }
  }
}

interface Word {
  /** As written, without quotes around it. */
  readonly raw: string
  /** The index right after the word. */
  readonly end: number
}

function quotedWord(text: string, start: number, line: number): Word {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === text[start]) return { raw: text.slice(start + 1, i), end: i + 1 }
  }
  throw new NotUnderstood(`line ${line}: a quote is opened and never closed`)
}

function bareWord(text: string, start: number): Word {
  let i = start
  for (; i < text.length; i++) {
    const char = text[i] as string
    if (char === '\\') i++
    else if (/[\s;]/.test(char) || (char === '{' && text[i - 1] !== '$')) break
  }
  return { raw: text.slice(start, i), end: i }
}

function unescaped(raw: string): string {
  return raw.replaceAll(/\\([\s\S])/g, (pair, char: string) => escapes[char] ?? pair)
}
