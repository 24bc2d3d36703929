import { type CompoundList, forEachChild, type PipelineNode, type SyntaxNode, type Word } from 'unbash'
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

/** `read` and `mapfile` of standard input are inside. `read -u 3` and `read <&3` do not touch standard input. */
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

/** Backquotes have escapes of their own, so everything in them gets the place of their beginning. */
export function backquoted(source: string, at: number): Excerpt {
  return excerpt([...source].map((text) => ({ text, at: at + 1 })))
}

/** `[[ … ]]` and `(( … ))` as calls of a command. */
export function testCall(node: SyntaxNode, scope: Scope, reading: Reading): Call {
  const sign = node.type === 'TestCommand' ? '[[' : '(('
  const wordFrom = (text: string, end: number): Word => ({ type: 'Word', text, value: text, pos: node.pos, end })
  const words = [wordFrom(sign, node.pos + 2), wordFrom(scope.script.text.slice(node.pos, node.end), node.end)]
  const read = words.map((word) => wordOf(word, scope.script))
  return callIn(scope, {
    name: sign,
    words: read,
    start: scope.script.at(node.pos),
    end: endOf(node.end, scope.script),
    index: reading.calls.length,
    first: reading.calls.length,
  })
}
