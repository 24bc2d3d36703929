import type { GateSpec, Phase } from '../phase/phase.ts'

/**
 * The phase that may be entered when a run of these gates is green. The search looks at numbered phases only. It begins at the first
 * phase with a selected gate, and finds the first phase from there on that has no gates or of which not all gates are selected.
 * Undefined when the search finds the phase it began at, finds none, or cannot begin.
 */
export function phaseOpened(phases: readonly Phase[], specs: readonly Pick<GateSpec, 'id' | 'phase'>[]): string | undefined {
  const ids = new Set(specs.map(({ id }) => id))
  const numbered = phases.filter(({ id }) => /^\d/.test(id))
  const first = numbered.findIndex(({ id }) => specs.some(({ phase }) => phase === id))
  if (first === -1) return undefined
  const next = numbered.slice(first).find(({ gates }) => gates.length === 0 || !gates.every(({ id }) => ids.has(id)))
  return next === numbered[first] ? undefined : next?.id
}
