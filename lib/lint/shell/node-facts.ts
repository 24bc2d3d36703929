import { type Case, type CompoundList, forEachChild, type PipelineNode, type SyntaxNode, type Word } from 'unbash'
import { type Excerpt, excerpt } from '../page/excerpt.ts'
import type { Call } from './call.ts'
import type { Reading } from './reading.ts'
import { callIn, type Scope } from './scope.ts'
import { endOf, wordOf } from './words.ts'

/** Unquoted `$apps` becomes as many words as its value has. */
export function split(word: Word, values: readonly string[]): readonly string[] {
  const isQuoted =
    word.parts?.every(({ type }) => type !== 'SimpleExpansion' && type !== 'ParameterExpansion' && type !== 'CommandExpansion') ?? false
  return isQuoted ? values : values.flatMap((value) => value.split(/\s+/).filter((one) => one !== ''))
}

/** Whether the clause contains a `read` or `mapfile` of standard input. `read -u 3` and `read <&3` do not touch standard input. */
export function readsLines(clause: CompoundList): boolean {
  let found = false
  const look = (node: SyntaxNode): void => {
    if (node.type === 'Command' && /^(?:read|mapfile|readarray)$/.test(node.name?.value ?? ''))
      found ||=
        !node.args.some((arg) => arg.type === 'Word' && /^-u/.test(arg.value)) &&
        !node.redirects.some((one) => one.operator.startsWith('<'))
    else forEachChild(node, look)
  }
  look(clause)
  return found
}

export function isTrue(node: PipelineNode | undefined): boolean {
  return node?.type === 'Command' && (node.name?.value === 'true' || node.name?.value === ':')
}

/**
 * The text between two backquotes, without its escapes. All characters get the offset of the text's beginning, because the removed escapes leave the
 * exact offsets unknown.
 */
export function backquoted(source: string, at: number): Excerpt {
  return excerpt([...source].map((text) => ({ text, at: at + 1 })))
}

/** Reads `[[ … ]]` or `(( … ))` as a call of a command. `first`: as `Call.first`. */
export function testCall(node: SyntaxNode, scope: Scope, reading: Reading, first: number): Call {
  return callOf(node.type === 'TestCommand' ? '[[' : '((', node, node.end, scope, reading, first)
}

/** Returns `case … in` as a call of a command named `case`, because it tests a word as `test` does. The call's text: the word and the patterns. */
export function caseCall(node: Case, scope: Scope, reading: Reading, first: number): Call {
  const patterns = node.items.flatMap(({ pattern }) => pattern)
  return callOf('case', node, node.word.end, scope, reading, first, [node.word, ...patterns].map(({ text }) => text).join(' '))
}

function callOf(
  name: string,
  { pos }: SyntaxNode,
  end: number,
  scope: Scope,
  reading: Reading,
  first: number,
  text = scope.script.text.slice(pos, end),
): Call {
  const wordFrom = (value: string, to: number): Word => ({ type: 'Word', text: value, value, pos, end: to })
  return callIn(scope, {
    name,
    words: [wordFrom(name, pos + name.length), wordFrom(text, end)].map((word) => wordOf(word, scope.script)),
    start: scope.script.at(pos),
    end: endOf(end, scope.script),
    index: reading.calls.length,
    first,
  })
}
