import type { GateSpec, Phase } from '../phase/phase.ts'

/**
 * The phase that may be entered when a run of these gates is green. Only numbered phases count. The start is the first of them with a selected
 * gate. The result is the first phase after the start that has no gates or has a gate that is not selected. Undefined when a gate of the start phase
 * is not selected, when every later phase has gates and all of them are selected, or when no numbered phase has a selected gate.
 */
export function phaseOpened(phases: readonly Phase[], specs: readonly Pick<GateSpec, 'id' | 'phase'>[]): string | undefined {
  const ids = new Set(specs.map(({ id }) => id))
  const numbered = phases.filter(({ id }) => /^\d/.test(id))
  const first = numbered.findIndex(({ id }) => specs.some(({ phase }) => phase === id))
  if (first === -1) return undefined
  const next = numbered.slice(first).find(({ gates }) => gates.length === 0 || !gates.every(({ id }) => ids.has(id)))
  return next === numbered[first] ? undefined : next?.id
}
