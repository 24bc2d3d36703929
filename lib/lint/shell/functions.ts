import type { Function as FunctionNode, Word } from 'unbash'
import { type Parameters, parametersNow } from './parameters.ts'
import { wordIn } from './printed.ts'
import type { Reading } from './reading.ts'
import type { Called, Scope } from './scope.ts'
import { deepest, walkBody, walkCompound, walkRedirected } from './walk.ts'
import { keep, partlyKnown } from './words.ts'

/** Keeps a function; its body is walked at each call. */
export function keepFunction(node: FunctionNode, scope: Scope): void {
  scope.state.functions.set(node.name.value, { node, script: scope.script, block: scope.block })
}

/** Walks the body of a function that is called with these words. The same body with the same words and the same input is walked only once. */
export function walkCalled(name: string, call: Pick<Parameters, 'words' | 'place'>, scope: Scope, reading: Reading): void {
  const found = scope.state.functions.get(name)
  if (!found || !isFirst(found.node, call.words, scope, reading)) return
  const { state, script } = scope
  const { variables, shifted } = state
  const before = new Map(variables)
  const around = parametersNow(scope)
  const parameters = { ...call, script, variables: before, depth: scope.depth + 2, ...(around === undefined ? {} : { around }) }
  for (const [i, word] of call.words.entries()) {
    const { values, partly } = wordIn(word, scope, before)
    keep(variables, String(i + 1), values, partly)
  }
  state.shifted = 0
  walkFunctionBody(found, { ...scope, parameters }, reading)
  state.shifted = shifted
  for (const i of call.words.keys()) {
    const values = before.get(String(i + 1))
    keep(variables, String(i + 1), [])
    if (values === undefined) variables.delete(String(i + 1))
    else keep(variables, String(i + 1), values, before.get(partlyKnown(String(i + 1))))
  }
}

function walkFunctionBody({ node: { body }, script }: Called, scope: Scope, reading: Reading): void {
  const inner = { ...scope, script, depth: scope.depth + 1 }
  if (body.type === 'CompoundList') walkBody(body, inner, reading)
  else if (body.type === 'Redirected') walkRedirected(body, inner, reading)
  else walkCompound(body, inner, reading)
}

function isFirst(node: FunctionNode, words: readonly Word[], scope: Scope, reading: Reading): boolean {
  if (scope.depth > deepest) return false
  const seen = reading.walked.get(node) ?? new Set()
  reading.walked.set(node, seen)
  const key = `${scope.stdin} ${scope.tested} ${scope.remote} ${words.map(({ text }) => text).join(' ')}`
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

/** Walks the bodies of this block's functions that nothing in the block has called. The parameters of these functions are not known. */
export function walkUncalled(scope: Scope, reading: Reading): void {
  for (const found of scope.state.functions.values())
    if (found.block === scope.block && !reading.walked.has(found.node) && isFirst(found.node, [], scope, reading))
      walkFunctionBody(found, scope, reading)
}
