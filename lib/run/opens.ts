import type { GateSpec, Phase } from '../phase/phase.ts'

/**
 * The phase that may be entered when a run of these gates is green. Only numbered phases are searched, from the first phase with a selected gate on.
 * The result is the first of them that has no gates, or has a gate that is not selected. Undefined when that is the phase at which the search began,
 * when there is no such phase, or when no numbered phase has a selected gate.
 */
export function phaseOpened(phases: readonly Phase[], specs: readonly Pick<GateSpec, 'id' | 'phase'>[]): string | undefined {
  const ids = new Set(specs.map(({ id }) => id))
  const numbered = phases.filter(({ id }) => /^\d/.test(id))
  const first = numbered.findIndex(({ id }) => specs.some(({ phase }) => phase === id))
  if (first === -1) return undefined
  const next = numbered.slice(first).find(({ gates }) => gates.length === 0 || !gates.every(({ id }) => ids.has(id)))
  return next === numbered[first] ? undefined : next?.id
}
