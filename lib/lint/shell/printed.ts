import type { AndOr, Command, Function as FunctionNode, Word as Parsed, PipelineNode, Redirection, Statement } from 'unbash'
import { assignedIn, wordsOf } from './assignments.ts'
import type { Word } from './call.ts'
import { pathMade } from './mktemp.ts'
import { newState, type Scope } from './scope.ts'
import { setVariables } from './state.ts'
import { deepest } from './walk.ts'
import { joined, type Known, keep, partlyKnown, type Variables, wordOf } from './words.ts'

/** The word, with as much of its value as is known in this scope. `"$(f)"` is known when the runbook page shows what its function f prints. */
export function wordIn(word: Parsed, scope: Scope, variables: Variables = scope.state.variables): Word {
  return wordOf(word, scope.script, variables, (script) => {
    const [statement, ...more] = script.commands
    // Offsets within backquotes are not offsets of the surrounding script.
    const isMktemp = statement?.command.type === 'Command' && statement.command.name?.value === 'mktemp'
    if ((script.source !== undefined && !isMktemp) || statement === undefined || more.length > 0 || scope.depth > deepest) return undefined
    return printedAtLast(statement.command, {
      ...scope,
      depth: scope.depth + 3,
      state: { ...newState(scope.state), variables: new Map(variables) },
    })
  })
}

/** Programs that print nothing when all is well. */
const silent = new Set(
  'mkdir cd chmod chown umask set shopt : true false touch rm local declare readonly export typeset unset test ['.split(' '),
)

function printedAtLast(node: PipelineNode | AndOr, scope: Scope): Known | undefined {
  if (node.type === 'Command') return printedBy(node, scope)
  if (node.type !== 'AndOr' || node.operators.includes('||')) return undefined
  const last = node.commands.at(-1)
  return last !== undefined && node.commands.slice(0, -1).every((one) => passes(one, scope)) ? printedAtLast(last, scope) : undefined
}

function printedBy(node: Command, scope: Scope): Known | undefined {
  const [program, ...words] = wordsOf(node)
  if (program === undefined || !node.redirects.every(isOfErrors)) return undefined
  const called = scope.state.functions.get(program.value)
  if (called !== undefined) return printedIn(called.node, words, { ...scope, script: called.script }, scope)
  const read = words.map((word) => wordIn(word, scope))
  if (program.value === 'echo')
    return joined(
      read.filter(({ shape }, i) => i > 0 || !/^-[neE]+$/.test(shape)).flatMap((word, i) => (i === 0 ? [word] : [plain(' '), word])),
    )
  if (program.value === 'printf') return formatted(read)
  return program.value === 'mktemp' ? pathMade([wordIn(program, scope), ...read]) : undefined
}

/** `2>/dev/null`. */
function isOfErrors({ operator, descriptor }: Redirection): boolean {
  return operator === '>' && descriptor?.type === 'FileDescriptor' && descriptor.value === 2
}

/** What a function prints, when only its last command prints. */
function printedIn({ body }: FunctionNode, words: readonly Parsed[], scope: Scope, around: Scope): Known | undefined {
  const list = body.type === 'BraceGroup' || body.type === 'Subshell' ? body.body : body
  if (list.type !== 'CompoundList' || scope.depth > deepest) return undefined
  const variables = new Map(scope.state.variables)
  for (let i = 1; i <= 9; i += 1) {
    const word = words[i - 1]
    variables.delete(String(i))
    variables.delete(partlyKnown(String(i)))
    if (word === undefined) continue
    const { values, partly } = wordIn(word, around)
    keep(variables, String(i), values, partly)
  }
  const inner = { ...scope, depth: scope.depth + 3, state: { ...newState(scope.state), variables } }
  const before = list.commands.slice(0, -1)
  const last: Statement | undefined = list.commands.at(-1)
  if (last === undefined || last.background || !before.every(({ command }) => passes(command, inner))) return undefined
  return printedAtLast(last.command, inner)
}

/** Whether the command prints nothing. Also notes in the scope the variables that the command sets. */
function passes(node: PipelineNode | AndOr, scope: Scope): boolean {
  if (node.type === 'AndOr') return node.commands.every((one) => passes(one, scope))
  if (node.type === 'TestCommand') return true
  if (node.type !== 'Command') return false
  const program = wordsOf(node)[0]?.value
  if (program !== undefined && !silent.has(program)) return false
  const assignments = [...node.prefix, ...node.suffix].filter((one) => one.type === 'Assignment')
  setVariables(
    scope.state,
    program,
    assignments.map((one) => assignedIn(one, scope)),
  )
  return true
}

/**
 * Each `%s` in the format takes one word. Each `\n` at the end of the format is dropped. Undefined when the rest of the format has any other `%` or
 * a backslash.
 */
function formatted([format, ...words]: readonly Word[]): Known | undefined {
  const [text, ...others] = format?.values ?? []
  const pieces = text?.replace(/(?:\\n)+$/, '').split('%s') ?? []
  if (text === undefined || others.length > 0 || pieces.length !== words.length + 1 || pieces.some((one) => /[%\\]/.test(one)))
    return undefined
  return joined(pieces.flatMap((piece, i) => [plain(piece), ...words.slice(i, i + 1)]))
}

function plain(text: string): Known {
  return { values: [text] }
}
