import type { GateSpec, Phase } from '../phase/phase.ts'

/**
 * The phase that may be entered when a run of the selected gates (`specs`) is green. Only numbered phases count. A phase is covered when it has
 * gates and all of them are selected. The start phase is the first one with a selected gate. Returns the first phase after it that is not covered.
 * Returns undefined when the start phase is not covered, when all later phases are covered, or when no phase has a selected gate.
 */
export function phaseOpened(phases: readonly Phase[], specs: readonly Pick<GateSpec, 'id' | 'phase'>[]): string | undefined {
  const ids = new Set(specs.map(({ id }) => id))
  const numbered = phases.filter(({ id }) => /^\d/.test(id))
  const first = numbered.findIndex(({ id }) => specs.some(({ phase }) => phase === id))
  if (first === -1) return undefined
  const next = numbered.slice(first).find(({ gates }) => gates.length === 0 || !gates.every(({ id }) => ids.has(id)))
  return next === numbered[first] ? undefined : next?.id
}
