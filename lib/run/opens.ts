import type { GateSpec, Phase } from '../phase/phase.ts'

/**
 * The phase that may be entered when a run of these gates is green: the first phase, from the first selected one on, that is not run with all its
 * gates. Undefined when that is the first selected phase itself, or when all phases from there on are run with all their gates.
 */
export function phaseOpened(phases: readonly Phase[], specs: readonly Pick<GateSpec, 'id' | 'phase'>[]): string | undefined {
  const ids = new Set(specs.map(({ id }) => id))
  const numbered = phases.filter(({ id }) => /^\d/.test(id))
  const first = numbered.findIndex(({ id }) => specs.some(({ phase }) => phase === id))
  if (first === -1) return undefined
  const next = numbered.slice(first).find(({ gates }) => gates.length === 0 || !gates.every(({ id }) => ids.has(id)))
  return next === numbered[first] ? undefined : next?.id
}
