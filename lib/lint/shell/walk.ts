import {
  type AndOr,
  type Case,
  type CaseItem,
  type CommandNode,
  type CompoundCommand,
  type CompoundList,
  type Coproc,
  forEachChild,
  type ParsedScript,
  type Pipeline,
  type PipelineNode,
  parse,
  type Redirected,
  type Statement,
  type SyntaxNode,
  type While,
} from 'unbash'
import type { Excerpt } from '../page/excerpt.ts'
import { arrayBehind } from './arrays.ts'
import type { Call } from './call.ts'
import { feedOf } from './feed.ts'
import { keepFunction } from './functions.ts'
import { backquoted, caseCall, isTrue, readsLines, split, testCall } from './node-facts.ts'
import { parametersNow } from './parameters.ts'
import { wordIn } from './printed.ts'
import type { Reading } from './reading.ts'
import { redirectionsOf, stdinNamed } from './redirections.ts'
import { inSubshell, newState, type Scope } from './scope.ts'
import { simpleCommand } from './simple-command.ts'
import { setLoopTexts } from './texts.ts'
import { keep } from './words.ts'

/** Nobody nests shells this deeply. Text that is nested more deeply is not walked. */
export const deepest = 12

/** Walks all commands of a script in the order in which a shell reaches them, each with its scope. */
export function walkScript(script: Excerpt, scope: Scope, reading: Reading): void {
  walkParsed(parse(script.text), { ...scope, script }, reading)
}

function walkParsed(parsed: ParsedScript, scope: Scope, reading: Reading): void {
  if (scope.depth > deepest) return
  for (const { message, pos } of parsed.errors ?? []) reading.notRead.push({ message, at: scope.script.at(pos) })
  walkList(parsed.commands, scope, reading)
}

function walkList(statements: readonly Statement[], scope: Scope, reading: Reading): void {
  for (const statement of statements) {
    const last = statement === statements.at(-1)
    const inner = { ...scope, lastIsFatal: scope.lastIsFatal && last, ends: scope.ends || !last }
    const { at } = scope.script
    reading.statements.push({
      start: at(statement.pos),
      end: at(Math.max(statement.pos, statement.end - 1)) + 1,
      depth: scope.depth,
      pasted: scope.inPastedShell,
    })
    if (statement.background) walkNode(statement.command, { ...inSubshell(inner), counts: false, ends: false }, reading)
    else walkNode(statement.command, inner, reading)
  }
}

export function walkBody(body: CompoundList, scope: Scope, reading: Reading): void {
  walkList(body.commands, { ...scope, depth: scope.depth + 1 }, reading)
}

function walkNode(node: PipelineNode | AndOr, scope: Scope, reading: Reading): void {
  if (node.type === 'AndOr') walkAndOr(node, scope, reading)
  else if (node.type === 'Pipeline') walkPipeline(node, scope, reading)
  else walkCommand(node, scope, reading)
}

function walkAndOr(node: AndOr, scope: Scope, reading: Reading): void {
  const forgivenFrom = node.operators.findLastIndex((operator, i) => operator === '||' && isTrue(node.commands[i + 1]))
  node.commands.forEach((command, i) => {
    const isLast = i === node.commands.length - 1
    const inner: Scope = {
      ...scope,
      tested: scope.tested || !isLast,
      lastIsFatal: scope.lastIsFatal && isLast,
      forgiven: scope.forgiven || i <= forgivenFrom,
      // The prefix `x &&` before c would turn `a || c` into `a || x && c`. That would run c even when a succeeds.
      prefixable: scope.prefixable && !node.operators.slice(0, i).includes('||'),
    }
    walkNode(command, inner, reading)
  })
}

function walkPipeline(node: Pipeline, scope: Scope, reading: Reading): void {
  const negated = node.prefixes.some((prefix) => prefix.type === 'Negation')
  const stages: Call[][] = node.commands.map(() => [])
  node.commands.forEach((command, i) => {
    const isLast = i === node.commands.length - 1
    const feed = i === 0 ? scope.feed : feedOf(node.commands[i - 1], scope)
    const inner: Scope = {
      ...(node.commands.length > 1 ? inSubshell(scope) : scope),
      feed,
      stdin: i === 0 ? scope.stdin : 'pipe',
      // The status of any stage but the last counts only under pipefail.
      counts: scope.counts && !negated && (isLast || scope.state.pipefail),
      ends: scope.ends && !negated && (isLast || scope.state.pipefail),
      redirections: scope.redirections.filter(({ operator, descriptor }) =>
        operator.startsWith('<') ? i === 0 : isLast || (descriptor === 2 && operator !== '>&'),
      ),
      tested: scope.tested || negated,
      prefixable: scope.prefixable && !negated && i === 0,
      errorsPiped: isLast ? scope.errorsPiped : node.operators[i] === '|&',
      readers: () => [...stages.slice(i + 1).flat(), ...scope.readers()],
      writers: () => [...stages.slice(0, i).flat().toReversed(), ...scope.writers()],
    }
    const before = reading.calls.length
    walkCommand(command, inner, reading, i > 0)
    stages[i]?.push(...reading.calls.slice(before))
  })
}

function walkCommand(node: CommandNode, scope: Scope, reading: Reading, behindPipe = false): void {
  if (node.type === 'Command') simpleCommand(node, scope, reading, behindPipe)
  else if (node.type === 'Function') keepFunction(node, scope)
  else if (node.type === 'Coproc') walkCoproc(node, scope, reading)
  else if (node.type === 'Redirected') walkRedirected(node, scope, reading)
  else walkCompound(node, scope, reading)
}

/** A coprocess runs in the background, with pipes on both sides. */
function walkCoproc({ body }: Coproc, scope: Scope, reading: Reading): void {
  const inner: Scope = { ...inSubshell(scope), stdin: 'own', counts: false, ends: false }
  if (body.type === 'CompoundList') walkBody(body, inner, reading)
  else walkCommand(body, inner, reading)
}

/** A group or loop with redirections. When one of them sets standard input, all commands in the group or loop read from there. */
export function walkRedirected(node: Redirected, scope: Scope, reading: Reading): void {
  for (const redirect of node.redirects) substitutions(redirect, scope, reading)
  const redirections = redirectionsOf(node.redirects, scope, reading)
  const named = stdinNamed(redirections)
  const stdin = named === undefined ? scope.stdin : named === 'closed' ? 'own' : 'pipe'
  const feed = feedOf(node, scope)
  const inner: Scope = { ...scope, feed, stdin, redirections: [...redirections, ...scope.redirections] }
  walkCompound(node.command, named === undefined ? { ...scope, redirections: inner.redirections } : inner, reading)
}

export function walkCompound(node: CompoundCommand, scope: Scope, reading: Reading): void {
  const condition: Scope = { ...scope, tested: true }
  const first = reading.calls.length
  switch (node.type) {
    case 'Subshell':
      walkBody(node.body, inSubshell(scope), reading)
      return
    case 'BraceGroup':
      walkBody(node.body, scope, reading)
      return
    case 'If':
      walkBody(node.clause, condition, reading)
      walkBody(node.then, scope, reading)
      for (const elif of node.elif) {
        walkBody(elif.clause, condition, reading)
        walkBody(elif.then, scope, reading)
      }
      if (node.else) walkBody(node.else, scope, reading)
      return
    case 'While':
      walkWhile(node, scope, reading)
      return
    case 'For': {
      // `for x; do` goes through the parameters of the function.
      const given = node.wordlist === undefined ? parametersNow(scope) : undefined
      const words = given?.words ?? (node.wordlist ?? []).flatMap((word) => arrayBehind(word, scope).at(-1)?.words ?? [word])
      const around = given === undefined ? scope : { ...scope, script: given.script }
      if (given === undefined) for (const word of words) substitutions(word, scope, reading)
      const read = words.map((word) => wordIn(word, around, given?.variables))
      const values = words.map((word, i) => split(word, read[i]?.values ?? []))
      const all = values.every((one) => one.length > 0) ? values.flat() : []
      const known = values.flatMap((one, i) => (one.length > 0 ? one : (read[i]?.partly ?? [])))
      keep(scope.state.variables, node.name.value, all, known)
      setLoopTexts(around, node.name.value, words)
      walkBody(node.body, { ...scope, loop: 'for' }, reading)
      return
    }
    case 'ArithmeticFor':
      walkBody(node.body, { ...scope, loop: 'for' }, reading)
      return
    case 'Select':
      walkBody(node.body, { ...scope, loop: 'while', stdin: 'list' }, reading)
      return
    case 'Case':
      substitutions(node.word, scope, reading)
      reading.calls.push(caseCall(node, scope, reading, first))
      for (const item of inOrderTaken(node, scope)) walkBody(item.body, scope, reading)
      return
    default:
      substitutions(node, { ...scope, tested: true }, reading)
      reading.calls.push(testCall(node, scope, reading, first))
  }
}

/** The branches of a `case`: first those that match the known values of its word, in the order of the values; then the others. */
function inOrderTaken({ word, items }: Case, scope: Scope): readonly CaseItem[] {
  const taken = wordIn(word, scope).values.flatMap(
    (value) => items.find(({ pattern }) => pattern.some((one) => one.value === value || one.value === '*')) ?? [],
  )
  return [...new Set([...taken, ...items])]
}

/** A loop over lines: a command in it that reads standard input takes lines away from the loop. */
function walkWhile(node: While, scope: Scope, reading: Reading): void {
  const reads = readsLines(node.clause)
  const stdin = reads && scope.stdin !== 'own' && scope.stdin !== 'inherited' ? 'list' : scope.stdin
  const inner: Scope = { ...scope, loop: 'while', stdin }
  walkBody(node.clause, { ...inner, tested: true }, reading)
  walkBody(node.body, inner, reading)
}

/**
 * Walks every `$( … )`, backquote and `<( … )` in a word, assignment or redirection. `fatal`: when one of them fails, the surrounding command
 * fails too.
 */
export function substitutions(node: SyntaxNode, scope: Scope, reading: Reading, fatal = false): void {
  // Most words are a literal.
  if (node.type === 'Word' && node.parts === undefined) return
  forEachChild(node, (child) => {
    if (child.type === 'Script') {
      const script = child.source === undefined ? scope.script : backquoted(child.source, scope.script.at(node.pos))
      const outer = inSubshell(scope)
      const inner: Scope = {
        ...outer,
        script,
        state: { ...newState(outer.state), errexit: false },
        captured: node.type === 'CommandExpansion',
        lastIsFatal: fatal && scope.state.errexit && !scope.tested,
        counts: true,
        ends: true,
        tested: false,
        forgiven: false,
        prefixable: true,
        readers: () => [],
        writers: () => [],
        errorsPiped: false,
        redirections: [],
        depth: scope.depth + 1,
      }
      walkParsed(child, inner, reading)
    } else substitutions(child, scope, reading, fatal)
  })
}
