import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'
import { type Ask, observe } from '../command.ts'
import type { Unit } from '../unit.ts'
import { hello } from './hello.ts'

/** Whether one unit could be reached, and if not, why. */
export interface Greeting {
  readonly unit: string
  readonly answered: boolean
  /** Set when it did not answer. */
  readonly why?: { readonly kind: CouldNotLookKind; readonly message: string; readonly remedy?: string }
}

export interface Host {
  /** Opens one SSH session on every unit. A unit that cannot be reached is a fact here, not an error. */
  greet(units: readonly Unit[]): Promise<readonly Greeting[]>
}

export function createHost(ask: Ask): Host {
  return { greet: (units) => Promise.all(units.map((unit) => greet(ask, unit))) }
}

async function greet(ask: Ask, unit: Unit): Promise<Greeting> {
  try {
    if (unit.refused) throw unit.refused
    await observe(ask, unit, hello)
    return { unit: unit.name, answered: true }
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    const { kind, message, remedy } = error
    return { unit: unit.name, answered: false, why: { kind, message, ...(remedy === undefined ? {} : { remedy }) } }
  }
}
