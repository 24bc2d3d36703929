import type { GateSpec, Phase } from '../phase/phase.ts'

/**
 * The phase that may be entered after a green run of the gates `specs`: the first uncovered phase after the start phase. The start phase is the first
 * with a gate in `specs`. A phase is covered when it has gates and all of them are in `specs`. Only numbered phases count. Undefined when the start
 * phase is uncovered, and when there is no such phase.
 */
export function phaseOpened(phases: readonly Phase[], specs: readonly Pick<GateSpec, 'id' | 'phase'>[]): string | undefined {
  const ids = new Set(specs.map(({ id }) => id))
  const numbered = phases.filter(({ id }) => /^\d/.test(id))
  const first = numbered.findIndex(({ id }) => specs.some(({ phase }) => phase === id))
  if (first === -1) return undefined
  const next = numbered.slice(first).find(({ gates }) => gates.length === 0 || !gates.every(({ id }) => ids.has(id)))
  return next === numbered[first] ? undefined : next?.id
}
