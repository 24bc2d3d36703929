import type { Word } from 'unbash'
import type { Excerpt } from '../page/excerpt.ts'
import type { Word as ReadWord } from './call.ts'
import type { Scope } from './scope.ts'
import { keep, partlyKnown, type Variables, wordOf } from './words.ts'

/** The words that a function was called with, and the script they stand in. */
export interface Parameters {
  readonly words: readonly Word[]
  readonly script: Excerpt
  /** The variables known at the call. */
  readonly variables: Variables
  /** Place of the call in the file. */
  readonly place: { readonly start: number; readonly end: number }
  /** The nesting depth of the commands that stand directly in the function body. Commands in its conditions and loops are deeper. */
  readonly depth: number
  /** The parameters of the function around it. */
  readonly around?: Parameters
}

/** The parameters that are left after `shift`. Undefined outside a function, and when the number of shifts is not known. */
export function parametersNow({ parameters, state: { shifted } }: Scope): Parameters | undefined {
  if (parameters === undefined || shifted === 'unknown') return undefined
  return shifted === 0 ? parameters : { ...parameters, words: parameters.words.slice(shifted) }
}

/** The parameters that are left after `shift`, with their known values. */
export function givenIn(scope: Scope): () => readonly ReadWord[] {
  const now = parametersNow(scope)
  return () => now?.words.map((word) => wordOf(word, now.script, now.variables)) ?? []
}

/** `shift`, `shift 2`. In a loop or under a condition, it makes the parameters unknown. */
export function setShift({ state, parameters, depth }: Scope, [program, count]: readonly Word[]): void {
  if (program?.value !== 'shift' || parameters === undefined) return
  const by = count === undefined ? 1 : Number(count.value)
  const known = state.shifted !== 'unknown' && Number.isInteger(by) && depth === parameters.depth
  const moved = parameters.words.map((_, i) => {
    const name = String(i + 1 + by)
    return known ? ([state.variables.get(name) ?? [], state.variables.get(partlyKnown(name))] as const) : ([[], undefined] as const)
  })
  for (const [i, [values, partly]] of moved.entries()) keep(state.variables, String(i + 1), values, partly)
  state.shifted = known ? Number(state.shifted) + by : 'unknown'
}
