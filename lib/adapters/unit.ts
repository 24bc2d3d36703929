import { CouldNotLook } from '../transport/could-not-look.ts'
import type { Target } from '../transport/question.ts'

/** A principal unit, and where it is reached by SSH. */
export interface Unit extends Target {
  /** `magnum/0` */
  readonly name: string
  readonly application: string
  /** Juju has lost the unit's agent. SSH may still work, so the unit is asked all the same. */
  readonly lost: boolean
  /** Why the unit must not be asked. A unit with this field has no `address`. */
  readonly refused?: CouldNotLook
}

/** Something that did not answer, such as a unit: `at` names it, and `saw` says why. It has the form of a finding: a gate can report it as one. */
export interface Silent {
  readonly at: string
  readonly saw: string
  readonly fix?: string
}

/** The results of a question to every unit. `seen` and `silent` together have as many entries as `units`. */
export interface Sweep<Fact> {
  readonly units: readonly string[]
  readonly seen: readonly (Fact & { readonly unit: string })[]
  readonly silent: readonly Silent[]
}

/** Looks at every unit at once. When `look` throws CouldNotLook, only that unit goes into `silent`. Any other error ends the sweep. */
export async function sweepOf<Fact extends object>(units: readonly Unit[], look: (unit: Unit) => Promise<Fact>): Promise<Sweep<Fact>> {
  const looks = await Promise.allSettled(units.map(async (unit) => ({ ...(await look(askable(unit))), unit: unit.name })))
  const seen: (Fact & { readonly unit: string })[] = []
  const silent: Silent[] = []
  for (const [i, unit] of units.entries()) {
    const one = looks[i] as (typeof looks)[number]
    if (one.status === 'fulfilled') seen.push(one.value)
    else if (one.reason instanceof CouldNotLook) silent.push(silence(unit.name, one.reason))
    else throw one.reason
  }
  return { units: units.map((unit) => unit.name), seen, silent }
}

/** Returns the unit itself. When the unit must not be asked, throws the error in `refused`. */
export function askable(unit: Unit): Unit {
  if (unit.refused) throw unit.refused
  return unit
}

/** Makes the entry for something that did not answer: `at` names it, and the error gives the reason and the remedy. */
export function silence(at: string, { message, remedy }: CouldNotLook): Silent {
  return { at, saw: message, ...(remedy === undefined ? {} : { fix: remedy }) }
}
