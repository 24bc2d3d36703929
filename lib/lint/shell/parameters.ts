import type { Word } from 'unbash'
import type { Excerpt } from '../page/excerpt.ts'
import type { Word as ReadWord } from './call.ts'
import type { Scope } from './scope.ts'
import { keep, partlyKnown, type Variables, wordOf } from './words.ts'

/** The words of a call of a function, and the script in which they stand. */
export interface Parameters {
  readonly words: readonly Word[]
  readonly script: Excerpt
  /** What was known where it was called. */
  readonly variables: Variables
  /** Of the call, in the file. */
  readonly place: { readonly start: number; readonly end: number }
  /** Of the commands that stand in the function itself, under no condition and in no loop. */
  readonly depth: number
  /** Those of the function around. */
  readonly around?: Parameters
}

/** What is left of them after `shift`. Undefined outside a function, and when it depends on what the running shell meets. */
export function parametersNow({ parameters, state: { shifted } }: Scope): Parameters | undefined {
  if (parameters === undefined || shifted === 'unknown') return undefined
  return shifted === 0 ? parameters : { ...parameters, words: parameters.words.slice(shifted) }
}

/** The same, read. */
export function givenIn(scope: Scope): () => readonly ReadWord[] {
  const now = parametersNow(scope)
  return () => now?.words.map((word) => wordOf(word, now.script, now.variables)) ?? []
}

/** `shift`, `shift 2`. One that stands in a loop or under a condition leaves the parameters unknown. */
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
