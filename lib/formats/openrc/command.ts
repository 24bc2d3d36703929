import { type Assignment, type Command, type CommandArgument, forEachChild, type Redirection, type SyntaxNode } from 'unbash'
import { declare, setOptions, unset } from './builtins.ts'
import { conditionStatus } from './condition.ts'
import type { Effects, Invocation, Status } from './effects.ts'
import { because, type State } from './state.ts'
import { appended, assignedValue, wordValue } from './value.ts'

/** Builtins that change no variable, or only variables that no reader of an openrc asks for. */
const harmless = new Set(
  '[ test : true false echo printf cd pushd popd pwd dirs umask ulimit shift trap hash type alias unalias bind kill jobs wait fg bg disown shopt times help history caller enable complete compgen compopt break continue suspend logout local'.split(
    ' ',
  ),
)

/**
 * Runs one simple command. `call` runs a function of the file, and returns false when the file has no function of that
 * name.
 */
export function runCommand(command: Command, state: State, effects: Effects, call: (name: string) => boolean): Status {
  const inner =
    effects.doubt === undefined && command.redirects.some(mayFail)
      ? { ...effects, doubt: because(state, command.pos, 'it depends on a redirection') }
      : effects
  for (const name of assignedByDefault(command))
    state.assign(name, { unknown: because(state, command.pos, 'it is a substitution of the shell') })
  const own = command.prefix.filter((one) => one.type === 'Assignment')
  if (command.name === undefined) return assignments(own, state, inner)
  const name = wordValue(command.name, 'argument', state)
  if ('unknown' in name) {
    state.doubtAll(because(state, command.pos, 'the name of a command depends on another value'))
    return undefined
  }
  // `A=b command` sets A for that command only. Some builtins are an exception: bash keeps the value after they have run.
  return named(name.value, { args: command.args, pos: command.pos, own }, state, inner, call)
}

function named(name: string, invocation: Invocation, state: State, effects: Effects, call: (name: string) => boolean): Status {
  const { args, pos, own } = invocation
  const doubtAll = (what: string) => state.doubtAll(because(state, pos, what))
  if (call(name)) return undefined
  switch (name) {
    case 'export':
    case 'declare':
    case 'typeset':
    case 'readonly':
      for (const one of own) state.assign(one.name, { unknown: because(state, pos, `it stands in front of ${name}`) })
      return declare(name, invocation, state, effects)
    case 'unset':
      return unset(invocation, state, effects)
    case 'set':
      return setOptions(invocation, state, effects)
    case 'command':
    case 'builtin': {
      const [first, ...rest] = args
      const inner = first?.type === 'Word' ? wordValue(first, 'argument', state) : { value: '' }
      if ('unknown' in inner) doubtAll('the name of a command depends on another value')
      else if (inner.value !== '' && !inner.value.startsWith('-'))
        return named(inner.value, { args: rest, pos, own }, state, effects, () => false)
      return undefined
    }
    case '.':
    case 'source':
      doubtAll('another file is read')
      state.sourcedInLine ??= state.lineAt(pos)
      return undefined
    case 'eval':
      doubtAll('a text is evaluated')
      return undefined
    case 'exec':
      if (args.length > 0) end(state, pos, effects)
      return undefined
    case 'return':
    case 'exit':
      end(state, pos, effects)
      return undefined
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'getopts':
    case 'let':
      doubtNamed(args, state, because(state, pos, `it is what ${name} reads`))
      return undefined
    case 'printf':
      if (args[0]?.type === 'Word' && args[0].value.startsWith('-v'))
        doubtNamed(args.slice(0, 2), state, because(state, pos, 'it is what printf writes'))
      return undefined
    case '[':
    case 'test':
      return effects.doubt === undefined ? conditionStatus(name, args, state) : undefined
    case 'true':
    case ':':
      return 'succeeds'
    case 'false':
      return 'fails'
    default:
      if (state.sourcedInLine !== undefined && !harmless.has(name))
        doubtAll(`${name} may be a shell function defined in the file that line ${state.sourcedInLine} reads`)
      return undefined
  }
}

function assignments(own: readonly Assignment[], state: State, effects: Effects): Status {
  let isSure = true
  for (const one of own) {
    const value = appended(one, assignedValue(one, 'assignment', state), state)
    if ('unknown' in value) isSure = false
    state.assign(one.name, effects.doubt === undefined ? value : { unknown: effects.doubt })
  }
  return isSure ? 'succeeds' : undefined
}

/**
 * A `return` in a function ends only that function, so it puts no later line of the file in doubt. The function's own commands are in doubt anyway.
 */
function end(state: State, pos: number, { doubt, within }: Effects): void {
  if (doubt === undefined) state.hasEnded = true
  else if (within === undefined) state.mayHaveEnded ??= because(state, pos, 'the shell may stop reading')
}

/** Marks variables that a builtin may set, such as A in `let A=1`, as unknown. Skips an argument that does not begin with a name, such as an option. */
function doubtNamed(args: readonly CommandArgument[], state: State, why: string): void {
  for (const arg of args) {
    const [name] = /^[A-Za-z_]\w*/.exec(arg.type === 'Word' ? arg.value.replace(/^-v/, '') : arg.name) ?? []
    if (name !== undefined) state.assign(name, { unknown: why })
  }
}

/** `${A:=x}` sets A wherever it stands. */
function assignedByDefault(command: Command): readonly string[] {
  const names: string[] = []
  const look = (node: SyntaxNode): void => {
    if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default' && node.operation.operator.endsWith('='))
      names.push(node.parameter)
    forEachChild(node, look)
  }
  look(command)
  return names
}

/** When a file cannot be opened, bash does not run the command at all. */
function mayFail(redirection: Redirection): boolean {
  if (redirection.type !== 'Redirect') return false
  return !/^(?:\/dev\/null|\d+|-)$/.test(redirection.target?.value ?? '')
}
