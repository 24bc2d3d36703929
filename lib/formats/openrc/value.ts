import type { Assignment, Word, WordPart } from 'unbash'
import { because, type ShellValue, type State } from './state.ts'

/** Where a word stands: in `A=…` alone, in `export A=…`, or as a word of a command. */
export type Context = 'assignment' | 'declaration' | 'argument'

/** The value on the right of an assignment. For `A+=b` that is `b` alone, without the value that A had before. */
export function assignedValue({ value, index, pos }: Assignment, context: Context, state: State): ShellValue {
  if (index !== undefined) return doubt(state, pos, 'it is an element of an array')
  return value.type === 'ArrayValue' ? doubt(state, pos, 'it is an array') : wordValue(value, context, state)
}

/** The value of A after `A=b` or `A+=b`. */
export function appended({ name, append }: Pick<Assignment, 'name' | 'append'>, value: ShellValue, state: State): ShellValue {
  const before = append ? state.lookUp(name) : undefined
  const all = before === undefined || 'unknown' in value ? value : 'unknown' in before ? before : { value: before.value + value.value }
  if ('value' in all) state.assigned.push({ name, value: all.value })
  return all
}

/** The value of a word: its quotes taken off and its variables put in. Nothing is executed. */
export function wordValue(word: Word, context: Context, state: State): ShellValue {
  const parts: readonly Piece[] = word.parts ?? [{ type: 'Literal', value: word.value, text: word.text, pos: word.pos }]
  let text = ''
  for (const [i, part] of parts.entries()) {
    const next = partValue(part, context, state, { isFirst: i === 0, isLast: i === parts.length - 1 })
    if ('unknown' in next) return next
    text += next.value
  }
  return { value: text }
}

/** A part of a word; a word without parts is one literal. */
type Piece = WordPart | { readonly type: 'Literal'; readonly value: string; readonly text: string; readonly pos: number }

interface Place {
  readonly isFirst: boolean
  readonly isLast: boolean
}

function partValue(part: Piece, context: Context, state: State, place: Place): ShellValue {
  switch (part.type) {
    case 'Literal':
      return withHome(part, context, state, place)
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return { value: part.value }
    case 'DoubleQuoted':
    case 'LocaleString':
      return quotedValue(part.parts, state)
    case 'SimpleExpansion':
      return reference(part.text.slice(1), part.pos, context, state)
    case 'ParameterExpansion':
      if (part.prefix !== undefined || part.index !== undefined || part.operation !== undefined)
        return doubt(state, part.pos, 'it is a substitution of the shell')
      return reference(part.parameter, part.pos, context, state)
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      return doubt(state, part.pos, 'it is the output of a program')
    case 'ArithmeticExpansion':
      return doubt(state, part.pos, 'it is arithmetic')
    case 'Glob':
      return context === 'argument' || /[\\'"$`]/.test(part.text) ? doubt(state, part.pos, 'it is a pattern') : { value: part.text }
    case 'BraceExpansion':
      // An assignment on its own is one word, whatever braces it contains; an argument of export may become several words.
      return context === 'assignment' && part.parts === undefined
        ? { value: part.text }
        : doubt(state, part.pos, 'it is several words in braces')
    default:
      return doubt(state, part.pos, 'it is a pattern')
  }
}

function quotedValue(parts: readonly WordPart[], state: State): ShellValue {
  let text = ''
  for (const part of parts) {
    const next = part.type === 'Literal' ? { value: part.value } : partValue(part, 'assignment', state, { isFirst: false, isLast: false })
    if ('unknown' in next) return next
    text += next.value
  }
  return { value: text }
}

function reference(name: string, pos: number, context: Context, state: State): ShellValue {
  if (!/^[A-Za-z_]\w*$/.test(name)) return doubt(state, pos, `it is taken from $${name}`)
  // Without quotes, a word of a command may become several.
  if (context === 'argument') return doubt(state, pos, `it is taken from $${name} without quotes`)
  return state.lookUp(name) ?? doubt(state, pos, `it is taken from $${name}, which this file does not set`)
}

/**
 * Replaces the `~` at the beginning with the home folder, as in `~/ca.pem`. In an assignment it also replaces each `~` that follows a colon, as in
 * `~/bin:~/sbin`.
 */
function withHome(
  { value, text, pos }: Pick<Piece & { type: 'Literal' }, 'value' | 'text' | 'pos'>,
  context: Context,
  state: State,
  place: Place,
): ShellValue {
  const start = context === 'argument' ? '^' : place.isFirst ? '(?:^|:)' : ':'
  if (!new RegExp(`${start}~`).test(text) || (context === 'argument' && !place.isFirst)) return { value }
  if (text !== value) return doubt(state, pos, 'it has a ~ beside a backslash')
  if (new RegExp(`${start}~[^/:]`).test(text)) return doubt(state, pos, 'it has the home of another account')
  const home = state.lookUp('HOME') ?? { value: state.home }
  if ('unknown' in home) return home
  const end = place.isLast ? '(?=[/:]|$)' : '(?=[/:])'
  return { value: text.replace(new RegExp(`(${start})~${end}`, 'g'), (_, before: string) => `${before}${home.value}`) }
}

function doubt(state: State, pos: number, why: string): { readonly unknown: string } {
  return { unknown: because(state, pos, why) }
}
