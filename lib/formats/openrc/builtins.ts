import type { CommandArgument } from 'unbash'
import type { Effects, Invocation, Status } from './effects.ts'
import { because, type ShellValue, type State } from './state.ts'
import { appended, assignedValue, wordValue } from './value.ts'

const name = /^[A-Za-z_]\w*$/

/** Runs `export`, `declare`, `typeset` or `readonly`. Their arguments are names with or without a value. */
export function declare(builtin: string, { args, pos }: Invocation, state: State, { doubt }: Effects): Status {
  const { flags, rest } = optionsOf(args, state)
  // -f is about functions, and -p only prints.
  if (/[fFp]/.test(flags.on)) return undefined
  let status: Status = 'succeeds'
  let isOpen = false
  for (const arg of rest) {
    const found = declared(arg, builtin, state)
    if (found === undefined) isOpen = true
    else if (!name.test(found.name)) status = 'fails'
    else apply(found, builtin, flags, pos, state, doubt)
  }
  if (isOpen) state.doubtAll(because(state, pos, `${builtin} has arguments that depend on other values`))
  return isOpen ? undefined : status
}

interface Declared {
  readonly name: string
  /** Absent when there is only a name. */
  readonly value?: ShellValue
}

/** Undefined: the name itself is not known. */
function declared(arg: CommandArgument, builtin: string, state: State): Declared | undefined {
  if (arg.type === 'Assignment') return { name: arg.name, value: appended(arg, assignedValue(arg, 'declaration', state), state) }
  const word = wordValue(arg, 'declaration', state)
  if ('unknown' in word) {
    const [, known] = /^([A-Za-z_]\w*)\+?=/.exec(arg.text) ?? []
    return known === undefined ? undefined : { name: known, value: word }
  }
  const [, before = '', plus = '', value] = /^([^=+]*)(\+?)=([\s\S]*)$/.exec(word.value) ?? []
  if (value === undefined) return { name: word.value }
  const of = { name: before, append: plus !== '' }
  const isPlain = builtin !== '' && !value.includes('~')
  return {
    name: before,
    value: isPlain ? appended(of, { value }, state) : { unknown: because(state, arg.pos, 'it has a ~ within quotes') },
  }
}

interface Flags {
  /** `x` of `declare -x`. */
  readonly on: string
  /** `x` of `declare +x`. */
  readonly off: string
}

function apply({ name: of, value }: Declared, builtin: string, flags: Flags, pos: number, state: State, doubt: string | undefined): void {
  // These flags stand for arrays (a, A), integers (i), lower case (l), references (n) and upper case (u). They change the value that is assigned.
  const changes = builtin !== 'export' && builtin !== 'readonly' && /[aAilnu]/.test(flags.on + flags.off)
  if (value !== undefined || changes || doubt !== undefined) {
    const plain = value ?? state.lookUp(of) ?? { value: '' }
    const known = changes ? { unknown: because(state, pos, `${builtin} -${flags.on} changes it`) } : plain
    state.assign(of, doubt === undefined ? known : { unknown: doubt })
  }
  const exports =
    builtin === 'export' ? !flags.on.includes('n') : flags.on.includes('x') ? true : flags.off.includes('x') ? false : undefined
  if (exports !== undefined) state.export(of, doubt === undefined ? exports : { unknown: doubt })
  if (builtin === 'readonly' || flags.on.includes('r')) state.makeConstant(of)
}

export function unset({ args, pos }: Invocation, state: State, { doubt }: Effects): Status {
  const { flags, rest } = optionsOf(args, state)
  if (flags.on.includes('f')) return undefined
  for (const arg of rest) {
    const word = arg.type === 'Word' ? wordValue(arg, 'argument', state) : { value: '' }
    const why = doubt ?? because(state, pos, 'it may be taken back')
    if ('unknown' in word || word.value.includes('[')) state.doubtWhatIsSet(why)
    else if (doubt === undefined) state.unset(word.value)
    else {
      if (state.isSet(word.value)) state.assign(word.value, { unknown: why })
      state.export(word.value, { unknown: why })
    }
  }
  return undefined
}

/** `set -a`, `set -o allexport`, and the same with a plus. */
export function setOptions({ args }: Invocation, state: State, { doubt }: Effects): Status {
  const words = args.map((arg) => (arg.type === 'Word' ? arg.value : arg.text))
  for (const [i, word] of words.entries()) {
    const [, sign, letters = ''] = /^([-+])([A-Za-z]+)$/.exec(word) ?? []
    if (sign === undefined && words[i - 1] !== '-o' && words[i - 1] !== '+o') break
    if (letters.includes('a') || (letters.endsWith('o') && words[i + 1] === 'allexport'))
      state.exportsAll = doubt === undefined ? sign === '-' : { unknown: doubt }
  }
  return 'succeeds'
}

/** The options at the start of a builtin's words. A word whose value is not known does not count as an option: it belongs to the rest. */
function optionsOf(args: readonly CommandArgument[], state: State): { readonly flags: Flags; readonly rest: readonly CommandArgument[] } {
  let [on, off] = ['', '']
  for (const [i, arg] of args.entries()) {
    const word = arg.type === 'Word' ? wordValue(arg, 'argument', state) : { value: '' }
    const value = 'value' in word ? word.value : ''
    if (value === '--') return { flags: { on, off }, rest: args.slice(i + 1) }
    if (/^-[A-Za-z]+$/.test(value)) on += value.slice(1)
    else if (/^\+[A-Za-z]+$/.test(value)) off += value.slice(1)
    else return { flags: { on, off }, rest: args.slice(i) }
  }
  return { flags: { on, off }, rest: [] }
}
