import type { Word as Parsed, ParsedScript, WordPart } from 'unbash'
import type { Excerpt } from '../page/excerpt.ts'
import type { Word } from './call.ts'

/** The possible values of the variables of a shell at one point of the script, as far as the script says them. */
export type Variables = ReadonlyMap<string, readonly string[]>

const none: Variables = new Map()
const most = 16
/** `--wait`, `init`, `token=…`. */
const keyword = /^(?:-{1,2}[A-Za-z][\w-]*(?:=.*)?|[a-z][a-z-]*|[A-Za-z][\w-]*=.*)$/s

/** What `$( … )` prints, as `values` and `partly` of a word. Undefined when nothing of it is known. */
export type Output = Pick<Word, 'values' | 'partly'>
type Outputs = (script: ParsedScript) => Output | undefined

export function wordOf(word: Parsed, script: Excerpt, variables: Variables = none, outputs: Outputs = () => undefined): Word {
  const parts = word.parts ?? []
  const pieces = parts.length === 0 ? [[word.value]] : parts.map((part) => valuesOf(part, variables, outputs))
  const values = combined(pieces)
  const written = parts.length === 0 ? word.value : parts.map(shapeOf).join('')
  // An option or a verb in a variable is treated as if it were written out.
  const [value = '', ...others] = parts.length === 1 && written.startsWith('$') ? values : []
  const shape = others.length === 0 && keyword.test(value) ? value : written
  const partly = values.length > 0 ? {} : { partly: combined(parts.map((part) => partlyOf(part, variables, outputs))) }
  return { text: word.text, shape, values, ...partly, start: script.at(word.pos), end: endOf(word.end, script) }
}

/** One behind the place of the last character: the next character in the file may be a quote that is not in the excerpt. */
export function endOf(end: number, script: Excerpt): number {
  return end === 0 ? script.at(0) : script.at(end - 1) + 1
}

/** The possible values of one part; [] when only the running shell knows them. */
function valuesOf(part: WordPart, variables: Variables, outputs: Outputs): readonly string[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return [part.value]
    case 'DoubleQuoted':
    case 'LocaleString':
      return combined(part.parts.map((one) => valuesOf(one, variables, outputs)))
    case 'SimpleExpansion':
      // The process id: it is unknown, but the rest of the name is kept.
      return part.text === '$$' ? [part.text] : (variables.get(part.text.slice(1)) ?? [])
    case 'CommandExpansion':
      return isPlainMktemp(part.script) ? [temporary] : ((part.script && outputs(part.script))?.values ?? [])
    case 'ParameterExpansion': {
      // `${a[i]}` may be any element of the array.
      const known = part.prefix === undefined ? variables.get(part.parameter) : undefined
      if (part.operation === undefined) return known ?? []
      const operation = part.operation
      if (operation.type === 'Default' && /^:?[-=]$/.test(operation.operator) && known === undefined) {
        const operand = operation.operand
        return operand.parts === undefined ? [operand.value] : combined(operand.parts.map((one) => valuesOf(one, variables, outputs)))
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

/** The known values of one part; an unknown part stays as written. */
function partlyOf(part: WordPart, variables: Variables, outputs: Outputs): readonly string[] {
  const values = valuesOf(part, variables, outputs)
  if (values.length > 0) return values
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString')
    return combined(part.parts.map((one) => partlyOf(one, variables, outputs)))
  if (part.type === 'CommandExpansion') return (part.script && outputs(part.script))?.partly ?? [part.text]
  const name = variableIn(part.text)
  return (name === undefined ? undefined : variables.get(partlyKnown(name))) ?? [part.text]
}

/** Keeps the possible values of a variable. `partly`: its known part, when the value is not fully known. */
export function keep(variables: Map<string, readonly string[]>, name: string, values: readonly string[], partly?: readonly string[]): void {
  variables.set(name, values)
  if (values.length > 0 || partly === undefined) variables.delete(partlyKnown(name))
  else variables.set(partlyKnown(name), partly)
}

/** The path of the files that a plain `mktemp` makes. */
export const temporary = '/tmp/tmp.XXXXXXXXXX'

function isPlainMktemp(script: ParsedScript | undefined): boolean {
  const [only, ...more] = script?.commands ?? []
  const command = only?.command
  if (more.length > 0 || command?.type !== 'Command' || command.name?.value !== 'mktemp') return false
  return command.args.every((arg) => arg.type === 'Word' && /^-[dqu]+$/.test(arg.value))
}

function shapeOf(part: WordPart): string {
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return part.parts.map(shapeOf).join('')
  return 'value' in part && part.value !== undefined ? part.value : part.text
}

export function combined(pieces: readonly (readonly string[])[]): readonly string[] {
  // Nearly every word has one value.
  if (pieces.every((values) => values.length === 1)) return [pieces.map(([value]) => value).join('')]
  let all: readonly string[] = ['']
  for (const values of pieces) all = all.flatMap((before) => values.map((value) => before + value)).slice(0, most)
  return all
}
