import type { CommandArgument, TestExpression } from 'unbash'
import type { Status } from './effects.ts'
import type { State } from './state.ts'
import { wordValue } from './value.ts'

/**
 * Whether `[ … ]` or `test …` succeeds or fails. Answers for three forms: one text, `-n` or `-z` and a text, and two texts that are compared.
 * Undefined for every other condition, and for a condition with a word whose value only a shell knows.
 */
export function conditionStatus(name: string, args: readonly CommandArgument[], state: State): Status {
  const words = args.map((arg) => (arg.type === 'Word' ? wordValue(arg, 'argument', state) : { value: arg.text }))
  const known = words.flatMap((word) => ('value' in word ? [word.value] : []))
  if (known.length < words.length) return undefined
  if (name === '[' && known.pop() !== ']') return undefined
  const holds = truthOf(known)
  return holds === undefined ? undefined : holds ? 'succeeds' : 'fails'
}

/** How `[[ -n … ]]` or `[[ -z … ]]` ends. Undefined for every other condition between double brackets. */
export function doubleBracketStatus(expression: TestExpression, state: State): Status {
  if (expression.type !== 'TestUnary') return undefined
  const word = wordValue(expression.operand, 'argument', state)
  const holds = 'value' in word ? truthOf([expression.operator, word.value]) : undefined
  return holds === undefined ? undefined : holds ? 'succeeds' : 'fails'
}

/** The number of words decides which of them bash reads as an operator. A single word is never one: `[ "$A" ]` succeeds when A is `-z`. */
function truthOf(words: readonly string[]): boolean | undefined {
  const [first = '', second = '', third = ''] = words
  if (words.length === 0) return false
  if (words.length === 1) return first !== ''
  if (words.length === 2) return first === '-n' ? second !== '' : first === '-z' ? second === '' : undefined
  if (words.length > 3) return undefined
  return second === '=' || second === '==' ? first === third : second === '!=' ? first !== third : undefined
}
