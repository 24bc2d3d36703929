import type { DoubleQuotedChild, HereDocBody, Word, WordPart } from 'unbash'
import { type Excerpt, excerpt, type Piece } from '../page/excerpt.ts'
import type { Parameters } from './parameters.ts'

/**
 * The text that a second shell reads from these words: `ssh host sudo "a; b"` gives `sudo a; b`.
 * Each part of it keeps its offset in the file.
 */
export function scriptOfWords(words: readonly Word[], script: Excerpt, parameters?: Parameters): Excerpt {
  return excerpt(piecesOfWords(words, script, parameters))
}

function piecesOfWords(words: readonly Word[], script: Excerpt, parameters: Parameters | undefined): readonly Piece[] {
  return words.flatMap((word, index) => {
    const blank: readonly Piece[] = index === 0 ? [] : [{ text: ' ', at: script.at(word.pos) - 1 }]
    return [...blank, ...piecesOfWord(word, script, parameters)]
  })
}

function piecesOfWord(word: Word, script: Excerpt, parameters: Parameters | undefined): readonly Piece[] {
  if (word.parts === undefined)
    return word.text === word.value ? script.pieces(word.pos, word.end) : unescaped(word.pos, word.end, /\\(.)/gs, script)
  return word.parts.flatMap((part) => parameterOf(part, parameters) ?? piecesOfPart(part, script, parameters))
}

/**
 * The text of a parameter such as `$2` or `$*`, as the call of the function gives it. Undefined when `part` is not such a parameter, when the
 * parameters are not known (as outside a function), or when the call passed too few words.
 */
function parameterOf(part: WordPart | DoubleQuotedChild, parameters: Parameters | undefined): readonly Piece[] | undefined {
  if (parameters === undefined || (part.type !== 'SimpleExpansion' && part.type !== 'ParameterExpansion')) return undefined
  const [, which] = /^\$\{?([1-9@*])\}?$/.exec(part.text) ?? []
  if (which === undefined) return undefined
  if (which === '@' || which === '*') return piecesOfWords(parameters.words, parameters.script, parameters.around)
  const word = parameters.words[Number(which) - 1]
  return word && piecesOfWord(word, parameters.script, parameters.around)
}

function piecesOfPart(part: WordPart, script: Excerpt, parameters: Parameters | undefined): readonly Piece[] {
  switch (part.type) {
    case 'SingleQuoted':
      return script.pieces(part.pos + 1, part.end - 1)
    case 'DoubleQuoted':
      return part.parts.flatMap((one) => parameterOf(one, parameters) ?? piecesOfQuoted(one, script, /\\([$`"\\\n])/g))
    case 'AnsiCQuoted':
      return [...part.value].map((text) => ({ text, at: script.at(part.pos) }))
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      return [{ text: blanked(part.text), at: script.at(part.pos) }]
    case 'Literal':
      return unescaped(part.pos, part.end, /\\(.)/gs, script)
    default:
      // Text that xargs or a variable adds is not written in the script, so its characters have no positions there. Each of them gets the position
      // where this part begins.
      return part.text.length === part.end - part.pos
        ? script.pieces(part.pos, part.end)
        : [...part.text].map((text) => ({ text, at: script.at(part.pos) }))
  }
}

function piecesOfQuoted(part: DoubleQuotedChild, script: Excerpt, escaped: RegExp): readonly Piece[] {
  if (part.type === 'CommandExpansion') return [{ text: blanked(part.text), at: script.at(part.pos) }]
  return part.type === 'Literal' ? unescaped(part.pos, part.end, escaped, script) : script.pieces(part.pos, part.end)
}

/** The outer shell runs `$( … )` itself, so the inner shell sees a word whose value is unknown. */
function blanked(text: string): string {
  return `$${'x'.repeat(Math.max(1, text.length - 1))}`
}

function unescaped(from: number, to: number, escaped: RegExp, script: Excerpt): readonly Piece[] {
  const source = script.text.slice(from, to)
  const pieces: Piece[] = []
  let at = 0
  for (const found of source.matchAll(escaped)) {
    pieces.push(...script.pieces(from + at, from + found.index))
    // A backslash at the end of a line joins it to the next.
    if (found[1] !== '\n') pieces.push(...script.pieces(from + found.index + 1, from + found.index + found[0].length))
    at = found.index + found[0].length
  }
  return [...pieces, ...script.pieces(from + at, to)]
}

const escapedInBody = /\\([$`\\\n])/g

/** The text that the reader of a here-document gets. With a quoted delimiter that is the text as written. */
export function scriptOfBody(body: HereDocBody, quoted: boolean, script: Excerpt, tabsOff: boolean): Excerpt {
  const pieces = quoted
    ? script.pieces(body.pos, body.end)
    : (body.parts?.flatMap((part) => inBody(part, script)) ?? unescaped(body.pos, body.end, escapedInBody, script))
  return tabsOff ? withoutTabs(excerpt(pieces)) : excerpt(pieces)
}

function inBody(part: WordPart, script: Excerpt): readonly Piece[] {
  if (part.type === 'CommandExpansion') return [{ text: blanked(part.text), at: script.at(part.pos) }]
  return part.type === 'Literal' ? unescaped(part.pos, part.end, escapedInBody, script) : script.pieces(part.pos, part.end)
}

function withoutTabs(body: Excerpt): Excerpt {
  const pieces: Piece[] = []
  let at = 0
  for (const line of body.text.split(/(?<=\n)/)) {
    const tabs = /^\t*/.exec(line)?.[0].length ?? 0
    pieces.push(...body.pieces(at + tabs, at + line.length))
    at += line.length
  }
  return excerpt(pieces)
}
