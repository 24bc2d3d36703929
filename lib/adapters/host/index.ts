import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'
import { type Ask, observe } from '../command.ts'
import { type Sweep, sweepOf, type Unit } from '../unit.ts'
import { hello } from './hello.ts'
import { type FileSum, sha256Of } from './sha256.ts'

export type { FileSum } from './sha256.ts'

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
  /** The SHA-256 of a file on every unit. */
  sha256s(units: readonly Unit[], path: string): Promise<Sweep<FileSum>>
}

export function createHost(ask: Ask): Host {
  return {
    greet: (units) => Promise.all(units.map((unit) => greet(ask, unit))),
    sha256s: (units, path) => sweepOf(units, (unit) => observe(ask, unit, sha256Of(path))),
  }
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
