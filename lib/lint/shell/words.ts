import type { Word as Parsed, ParsedScript, WordPart } from 'unbash'
import type { Excerpt } from '../page/excerpt.ts'
import type { Word } from './call.ts'

/** The possible values of the shell variables at one point of the script, as far as the script shows them. */
export type Variables = ReadonlyMap<string, readonly string[]>

const none: Variables = new Map()
const most = 16
/** `--wait`, `init`, `token=…`. */
const keyword = /^(?:-{1,2}[A-Za-z][\w-]*(?:=.*)?|[a-z][a-z-]*|[A-Za-z][\w-]*=.*)$/s

/** What is known of the result when the shell expands a text. The fields `values` and `partly` are those of `Word`. */
export type Known = Pick<Word, 'values' | 'partly'>
/** What is known of the output of `$( … )`. Undefined when nothing is known. */
type Outputs = (script: ParsedScript) => Known | undefined

export function wordOf(word: Parsed, script: Excerpt, variables: Variables = none, outputs: Outputs = () => undefined): Word {
  const parts = word.parts ?? []
  const known = parts.length === 0 ? { values: [word.value] } : joined(parts.map((part) => knownOf(part, variables, outputs)))
  const written = parts.length === 0 ? word.value : parts.map(shapeOf).join('')
  // An option or a verb in a variable is treated as if it were written out.
  const [value = '', ...others] = parts.length === 1 && written.startsWith('$') ? known.values : []
  const shape = others.length === 0 && keyword.test(value) ? value : written
  return { text: word.text, shape, ...known, start: script.at(word.pos), end: endOf(word.end, script) }
}

/**
 * The offset in the file right after the word's last character. An excerpt leaves out some quotes, such as those around the script in `sh -c '…'`.
 * When such a quote follows the word, `script.at(end)` may be the offset after the quote, which is too far.
 */
export function endOf(end: number, script: Excerpt): number {
  return end === 0 ? script.at(0) : script.at(end - 1) + 1
}

/** What is known of one part; an unknown part stays as written. */
function knownOf(part: WordPart, variables: Variables, outputs: Outputs): Known {
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return joined(part.parts.map((one) => knownOf(one, variables, outputs)))
  if (part.type === 'CommandExpansion' && part.script !== undefined) {
    const output = outputs(part.script)
    return output !== undefined && output.values.length > 0 ? output : { values: [], partly: output?.partly ?? [part.text] }
  }
  const values = valuesOf(part, variables, outputs)
  if (values.length > 0) return { values }
  const name = variableIn(part.text)
  return { values, partly: (name === undefined ? undefined : variables.get(partlyKnown(name))) ?? [part.text] }
}

/** The possible values of a part that has no parts of its own. Empty when only the running shell knows the values. */
function valuesOf(part: WordPart, variables: Variables, outputs: Outputs): readonly string[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return [part.value]
    case 'SimpleExpansion':
      // `$$`, the process id, stays as written. Its value is unknown, but the rest of the word is known, such as `/tmp/a.` in `/tmp/a.$$`.
      return part.text === '$$' ? [part.text] : (variables.get(part.text.slice(1)) ?? [])
    case 'ParameterExpansion': {
      // `${a[i]}` may be any element of the array.
      const known = part.prefix === undefined ? variables.get(part.parameter) : undefined
      if (part.operation === undefined) return known ?? []
      const operation = part.operation
      if (operation.type === 'Default' && /^:?[-=]$/.test(operation.operator) && known === undefined) {
        const operand = operation.operand
        return operand.parts === undefined ? [operand.value] : joined(operand.parts.map((one) => knownOf(one, variables, outputs))).values
      }
      return []
    }
    default:
      return []
  }
}

/** The name in `$name` or `${name}`, which may stand in double quotes. Undefined for any other text. */
export function variableIn(text: string): string | undefined {
  const [, bare, braced] = /^"?\$(?:(\w+)|\{(\w+)\})"?$/.exec(text) ?? []
  return bare ?? braced
}

/** The key under which the known part of a variable is kept when its value is not fully known. */
export function partlyKnown(name: string): string {
  return `${name}?`
}

/** Keeps the possible values of a variable. `partly`: its known part, when the value is not fully known. */
export function keep(variables: Map<string, readonly string[]>, name: string, values: readonly string[], partly?: readonly string[]): void {
  variables.set(name, values)
  if (values.length > 0 || partly === undefined) variables.delete(partlyKnown(name))
  else variables.set(partlyKnown(name), partly)
}

function shapeOf(part: WordPart): string {
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return part.parts.map(shapeOf).join('')
  return 'value' in part && part.value !== undefined ? part.value : part.text
}

/** What is known of the text that these pieces form together. */
export function joined(pieces: readonly Known[]): Known {
  const values = combined(pieces.map((one) => one.values))
  return values.length > 0 ? { values } : { values, partly: combined(pieces.map((one) => one.partly ?? one.values)) }
}

function combined(pieces: readonly (readonly string[])[]): readonly string[] {
  // Nearly every word has one value.
  if (pieces.every((values) => values.length === 1)) return [pieces.map(([value]) => value).join('')]
  let all: readonly string[] = ['']
  for (const values of pieces) all = all.flatMap((before) => values.map((value) => before + value)).slice(0, most)
  return all
}

/** Makes a word from a value that the script does not write out as a word, such as the value of a variable. */
export function madeWord(value: string, { pos, end }: Pick<Parsed, 'pos' | 'end'>): Parsed {
  return { type: 'Word', text: value, value, pos, end, parts: [{ type: 'AnsiCQuoted', text: value, value, pos, end }] }
}

/** A word whose value only the running shell knows. */
export function unknownWord(shape: string, { pos, end }: Pick<Parsed, 'pos' | 'end'>): Parsed {
  return { type: 'Word', text: shape, value: shape, pos, end, parts: [{ type: 'SimpleExpansion', text: shape, pos, end }] }
}
