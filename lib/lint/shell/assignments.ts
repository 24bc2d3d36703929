import type { Assignment, Command, CommandArgument, Word as Parsed } from 'unbash'
import type { Assigned, Word } from './call.ts'
import { wordIn } from './printed.ts'
import type { Scope } from './scope.ts'
import { partlyKnown } from './words.ts'

/** The program and its words. Leaves out the redirections, and the assignments in front of the program. */
export function wordsOf(node: Command): readonly Parsed[] {
  const args = node.args.map((arg): Parsed => (arg.type === 'Word' ? arg : asWord(arg)))
  return node.name === undefined ? [] : [node.name, ...args]
}

/** `export A=b` and `env A=b` have assignments as words. */
function asWord(arg: Exclude<CommandArgument, Parsed>): Parsed {
  const value = arg.value.type === 'Word' ? arg.value : undefined
  const prefix = arg.text.slice(0, (value?.pos ?? arg.end) - arg.pos)
  const parts =
    value === undefined || value.parts === undefined
      ? undefined
      : [{ type: 'Literal' as const, pos: arg.pos, end: arg.pos + prefix.length, value: prefix, text: prefix }, ...value.parts]
  return {
    type: 'Word',
    text: arg.text,
    value: `${prefix}${value?.value ?? ''}`,
    pos: arg.pos,
    end: arg.end,
    ...(parts === undefined ? {} : { parts }),
  }
}

/** `A+=b`: the value goes behind the earlier one. */
function appended(name: string, word: Word, { state: { variables } }: Scope): Word {
  const before = variables.get(name)
  const values = (before ?? ['']).flatMap((one) => word.values.map((value) => `${one}${value}`))
  const known = variables.get(partlyKnown(name)) ?? before ?? ['']
  const all = known.flatMap((one) => (word.partly ?? word.values).map((value) => `${one}${value}`))
  return { ...word, values, ...(values.length > 0 ? {} : { partly: all }), shape: `${known[0] ?? ''}${word.shape}` }
}

/** The values that `A=b`, `A+=b` and `A=(b c)` assign. */
export function assignedIn({ name, value, append }: Assignment, scope: Scope): Assigned {
  const before = append ? (scope.state.variables.get(name) ?? []) : []
  if (value.type === 'Word') {
    const word = wordIn(value, scope)
    return { name, value: append ? appended(name, word, scope) : word }
  }
  const elements = value.elements.flatMap((word) => wordIn(word, scope).values)
  // `[openstack0]=4na83t` is an element with a name.
  return { name, elements: [...before, ...elements.map((element) => element.replace(/^\[[^\]]*\]=/, ''))] }
}
