import type { Site } from '../phase/site.ts'
import { generalized, type Step, thisMachine } from './general.ts'
import type { Learned } from './learn.ts'

/** A step, and the gates that need its answer. The question is asked once for all of them. */
export interface PlannedStep extends Step {
  readonly gates: readonly string[]
  /** The question is only asked when an earlier answer shows something amiss. */
  readonly onlyWhenAmiss: boolean
  /** The gate may ask more, depending on an answer that no bundled scene has. */
  readonly openEnded: boolean
}

/** The steps by place: this machine first, then units, then APIs; within a place in the order in which gates ask. */
export function stepsByPlace(learned: readonly Learned[], site: Site, example: Site): ReadonlyMap<string, readonly PlannedStep[]> {
  const healthyFirst = learned.toSorted((a, b) => Number(b.healthy) - Number(a.healthy))
  const known = new Map<string, PlannedStep>()
  for (const one of healthyFirst) {
    const step = generalized(one, site, example)
    const key = JSON.stringify([step.place, step.text])
    const before = known.get(key)
    const gates = new Set([...(before?.gates ?? []), one.spec.id])
    known.set(key, {
      ...step,
      gates: [...gates],
      onlyWhenAmiss: before?.onlyWhenAmiss ?? !one.healthy,
      openEnded: before?.openEnded || (one.healthy && one.unanswered),
    })
  }
  const steps = [...known.values()].toSorted((a, b) => rank(a.place) - rank(b.place))
  return Map.groupBy(steps, (step) => step.place)
}

function rank(place: string): number {
  if (place === thisMachine) return 0
  if (place === 'each unit that a selected gate asks') return 1
  return /\b(?:units?|machine|node|hypervisor)\b/.test(place) ? 2 : 3
}
