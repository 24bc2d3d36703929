import {
  type AndOr,
  type CommandNode,
  type CompoundList,
  type Function as FunctionNode,
  forEachChild,
  type If,
  type ParsedScript,
  type PipelineNode,
  parse,
  type Statement,
  type SyntaxNode,
  type TestCommand,
} from 'unbash'
import { runCommand } from './command.ts'
import { doubleBracketStatus } from './condition.ts'
import type { Effects, Status } from './effects.ts'
import { because, type State } from './state.ts'

/**
 * Leaves in `state` the variables that bash would hold after this script. When it is uncertain whether bash runs a command, the variables that the
 * command sets become unknown.
 */
export function runScript(text: string, state: State): void {
  const script = parse(text)
  const functions = new Map<string, FunctionNode>()
  const { read, broken } = untilBroken(script, state)
  new Walk(state, functions).list(read, {})
  if (broken === undefined) return
  // Bash stops at a syntax error. But where this parser finds an error, bash may find none and read on. It is uncertain which of the two happens, so
  // the variables that the rest of the file assigns become unknown.
  const why = because(state, broken.pos, 'bash stops reading')
  for (const statement of broken.unread) doubtNames(statement, why, state)
  state.elsewhere = why
}

/** The statements that bash still runs: those before the line in which a syntax error begins. */
function untilBroken({ commands, errors = [] }: ParsedScript, state: State) {
  if (errors.length === 0) return { read: commands, broken: undefined }
  const first = Math.min(...errors.map(({ pos }) => pos))
  // The parser ends an unfinished statement before its trailing `&&`, `||` or `|`. Such a statement is broken too.
  const isBroken = (one: Statement) => one.end >= first || isOpen(one) || /^\s*(?:&&|\|)/.test(state.text.slice(one.end, one.end + 100))
  const pos = Math.min(first, commands.find(isBroken)?.pos ?? first)
  const line = state.lineAt(pos)
  const until = commands.findIndex((one) => isBroken(one) || state.lineAt(one.end - 1) >= line)
  const read = until === -1 ? commands : commands.slice(0, until)
  return { read, broken: { pos, unread: commands.slice(read.length) } }
}

/** Whether the node is, or contains, a compound command that is never closed. The parser gives such a command no end position. */
function isOpen(node: SyntaxNode): boolean {
  if (
    node.end <= node.pos &&
    /^(?:If|For|ArithmeticFor|Select|While|Subshell|BraceGroup|Case|TestCommand|Function|Statement)$/.test(node.type)
  )
    return true
  let found = false
  forEachChild(node, (child) => {
    found ||= isOpen(child)
  })
  return found
}

function doubtNames(node: SyntaxNode, why: string, state: State): void {
  if (node.type === 'Assignment') state.assign(node.name, { unknown: why })
  forEachChild(node, (child) => doubtNames(child, why, state))
}

/** The commands of a script in bash's order. */
class Walk {
  readonly #state: State
  readonly #functions: Map<string, FunctionNode>

  constructor(state: State, functions: Map<string, FunctionNode>) {
    this.#state = state
    this.#functions = functions
  }

  list(statements: readonly Statement[], effects: Effects): Status {
    let status: Status = 'succeeds'
    for (const { command, background } of statements) {
      if (this.#state.hasEnded) return undefined
      // A background command runs in a shell of its own, so it changes nothing here. Bash goes on at once with status 0.
      status = background ? 'succeeds' : this.#node(command, this.#doubtful(effects))
    }
    return status
  }

  #doubtful(effects: Effects): Effects {
    const { mayHaveEnded } = this.#state
    return effects.doubt === undefined && mayHaveEnded !== undefined ? { ...effects, doubt: mayHaveEnded } : effects
  }

  #node(node: PipelineNode | AndOr, effects: Effects): Status {
    if (node.type === 'AndOr') return this.#andOr(node, effects)
    if (node.type !== 'Pipeline') return this.#command(node, effects)
    const [only, ...more] = node.commands
    // A pipe sets no variable in this shell, because each of its parts runs in a shell of its own.
    if (only === undefined || more.length > 0) return undefined
    const status = this.#command(only, effects)
    const isNegated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1
    return isNegated && status !== undefined ? opposite[status] : status
  }

  #andOr({ commands, operators }: AndOr, effects: Effects): Status {
    let status: Status
    for (const [i, command] of commands.entries()) {
      if (this.#state.hasEnded) return undefined
      const wanted = operators[i - 1] === undefined ? undefined : operators[i - 1] === '&&' ? 'succeeds' : 'fails'
      if (wanted !== undefined && status !== undefined && status !== wanted) continue
      const isSure = wanted === undefined || status !== undefined
      const why = because(this.#state, command.pos, 'the result of another command decides whether the variable is set')
      const inner = isSure ? effects : { ...effects, doubt: effects.doubt ?? why }
      const next = this.#node(command, this.#doubtful(inner))
      status = isSure ? next : undefined
    }
    return status
  }

  #command(node: CommandNode, effects: Effects): Status {
    switch (node.type) {
      case 'Command':
        return runCommand(node, this.#state, effects, (name) => this.#call(name, node.pos, effects))
      case 'Function':
        this.#functions.set(node.name.value, node)
        return 'succeeds'
      case 'BraceGroup':
        return this.list(node.body.commands, effects)
      case 'If':
        return this.#if(node, effects)
      case 'TestCommand':
        return this.#test(node, effects)
      // These run in shells of their own.
      case 'Subshell':
      case 'Coproc':
        return undefined
      default:
        return this.#undecided(node, effects)
    }
  }

  #undecided(node: CommandNode, effects: Effects): Status {
    this.#inDoubt(node, { ...effects, doubt: effects.doubt ?? because(this.#state, node.pos, `it depends on ${nameOf(node.type)}`) })
    return undefined
  }

  #test(node: TestCommand, effects: Effects): Status {
    const status = effects.doubt === undefined ? doubleBracketStatus(node.expression, this.#state) : undefined
    return status ?? this.#undecided(node, effects)
  }

  /** Walks the branch that bash takes. From a condition with an unknown result on, walks every branch that may still run, with `doubt` set. */
  #if(node: If, effects: Effects): Status {
    const branches = [node, ...node.elif]
    for (const [i, { clause, then }] of branches.entries()) {
      const status = this.list(clause.commands, effects)
      if (this.#state.hasEnded) return undefined
      if (status === 'succeeds') return this.list(then.commands, effects)
      if (status === undefined) {
        const doubt = effects.doubt ?? because(this.#state, node.pos, 'it depends on an if')
        const open = [then, ...branches.slice(i + 1).flatMap((one) => [one.clause, one.then]), ...(node.else ? [node.else] : [])]
        for (const one of open) this.#body(one, { ...effects, doubt })
        return undefined
      }
    }
    return node.else ? this.list(node.else.commands, effects) : 'succeeds'
  }

  /** Walks a node of which any part may or may not run. */
  #inDoubt(node: SyntaxNode, effects: Effects): void {
    if (node.type === 'ArithmeticCommand')
      for (const [name] of node.body.matchAll(/[A-Za-z_]\w*/g)) if (this.#state.isSet(name)) this.#assignInDoubt(name, effects)
    if (node.type === 'For' || node.type === 'Select') this.#assignInDoubt(node.name.value, effects)
    forEachChild(node, (child) => {
      if (child.type === 'CompoundList') this.#body(child, effects)
      else if (child.type !== 'Script' && child.type !== 'Word') this.#inDoubt(child, effects)
    })
  }

  #body({ commands }: CompoundList, effects: Effects): void {
    this.list(commands, effects)
  }

  #assignInDoubt(name: string, { doubt = '' }: Effects): void {
    this.#state.assign(name, { unknown: doubt })
  }

  /** Calls a function of the file. False when the file defines no such function. */
  #call(name: string, pos: number, effects: Effects): boolean {
    const called = this.#functions.get(name)
    if (called === undefined) return false
    if (effects.within?.has(name)) return true
    const doubt = effects.doubt ?? because(this.#state, pos, `the function ${name} is called`)
    this.#inDoubt(called.body, { doubt, within: new Set([...(effects.within ?? []), name]) })
    return true
  }
}

const opposite = { succeeds: 'fails', fails: 'succeeds' } as const

/** `an if` */
function nameOf(type: string): string {
  if (type === 'TestCommand' || type === 'ArithmeticCommand') return 'a test'
  const name = type === 'Redirected' ? 'redirection' : type.toLowerCase()
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`
}
