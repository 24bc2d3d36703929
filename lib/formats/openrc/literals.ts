import { forEachChild, parse, type SyntaxNode, type Word } from 'unbash'
import { mostCharacters, State } from './state.ts'
import { wordValue } from './value.ts'

/** A literal text that a script assigns to a variable somewhere. */
export interface Literal {
  readonly name: string
  readonly value: string
}

/** How deep a script may be nested in strings of other scripts and still be searched. Real files do not nest them deeper. */
const deepest = 3

/**
 * Returns every text that a script assigns to a variable, even where bash may never run the assignment: in a branch, function, comment, string or
 * here-document. When only a shell could evaluate a value, returns the literal pieces of that value.
 */
export function literalsIn(text: string): readonly Literal[] {
  if (text.length > mostCharacters) return byLine(text)
  try {
    return [...inScript(text, 0), ...byLine(text)]
  } catch (error) {
    if (error instanceof RangeError) return byLine(text)
    throw error
  }
}

function inScript(text: string, depth: number): readonly Literal[] {
  if (depth > deepest) return []
  const found: Literal[] = []
  const inner = (script: string) => {
    if (script.includes('=')) found.push(...inScript(script, depth + 1))
  }
  const look = (node: SyntaxNode): void => {
    if (node.type === 'Assignment') {
      const words = node.value.type === 'Word' ? [node.value] : node.value.elements
      found.push(...words.flatMap(textsOf).map((value) => ({ name: node.name, value })))
    } else if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default') {
      const { operand } = node.operation
      found.push(...textsOf(operand).map((value) => ({ name: node.parameter, value })))
    } else if (node.type === 'Word' && node.value.includes('=')) {
      const [, name, value] = /^([A-Za-z_]\w*)\+?=([\s\S]*)$/.exec(node.value) ?? []
      if (name !== undefined && value !== undefined) found.push({ name, value })
      else if (node.value !== text) inner(node.value)
    } else if (node.type === 'HereDocBody') inner(node.text)
    forEachChild(node, look)
  }
  look(parse(text))
  for (const [, comment = ''] of text.matchAll(/(?:^|\s)#+(.*)/g)) inner(comment)
  return found
}

/** The value of a word. When the value is not known, the literal pieces of the word. */
function textsOf(word: Word): readonly string[] {
  const value = wordValue(word, 'assignment', new State('', '~'))
  if ('value' in value) return [value.value]
  const pieces: string[] = []
  const look = (node: SyntaxNode): void => {
    if ((node.type === 'Literal' || node.type === 'SingleQuoted' || node.type === 'AnsiCQuoted') && !/^\W*$/.test(node.value))
      pieces.push(node.value)
    if (node.type === 'Word' && node !== word && node.parts === undefined) pieces.push(node.value)
    if (node.type !== 'CommandExpansion') forEachChild(node, look)
  }
  look(word)
  return pieces
}

/** Reads line by line, because the grammar can miss an assignment: a quote that is never closed hides everything after it. */
function byLine(text: string): readonly Literal[] {
  return [...text.matchAll(/(?<![\w$])([A-Za-z_]\w*)=(.*)/g)].flatMap(([, name = '', rest = '']) => {
    const line = rest.trim()
    const unquoted = line.replace(/^(['"])(.*)\1$/, '$2').replace(/^['"]/, '')
    return [...new Set([unquoted, /^[^\s;'"&|]*/.exec(line)?.[0] ?? ''])].filter((value) => value !== '').map((value) => ({ name, value }))
  })
}
