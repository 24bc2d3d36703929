import type { GateSpec, Phase } from '../phase/phase.ts'

/**
 * The phase that may be entered when a run of these gates is green. The search goes through the numbered phases in order. It begins at the first
 * phase with a selected gate, and ends at a phase that has no gates or has a gate that is not selected. The result is the phase at which the search
 * ends. Undefined when the search ends where it began, when it finds no phase, or when no numbered phase has a selected gate.
 */
export function phaseOpened(phases: readonly Phase[], specs: readonly Pick<GateSpec, 'id' | 'phase'>[]): string | undefined {
  const ids = new Set(specs.map(({ id }) => id))
  const numbered = phases.filter(({ id }) => /^\d/.test(id))
  const first = numbered.findIndex(({ id }) => specs.some(({ phase }) => phase === id))
  if (first === -1) return undefined
  const next = numbered.slice(first).find(({ gates }) => gates.length === 0 || !gates.every(({ id }) => ids.has(id)))
  return next === numbered[first] ? undefined : next?.id
}
