import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'

/** Why one address and port of the cloud could not be reached. */
export interface NotReached {
  readonly reached: false
  readonly why: { readonly kind: CouldNotLookKind; readonly message: string; readonly remedy?: string }
}

/** What one address and port of the cloud answered, or why it could not be reached. */
export type Reached<Fact> = { /** `10.12.4.50:5000` */ readonly at: string } & (({ readonly reached: true } & Fact) | NotReached)

/**
 * Only errors of these kinds say something about the address that was asked. An error about an unreadable CA file or a missing route of this machine,
 * or about an interrupted run, does not.
 */
const ofThePlace: readonly CouldNotLookKind[] = ['unreachable', 'timeout', 'untrusted']

/** Returns the error as the reason why a place could not be reached. Throws the error again when it says nothing about the place. */
export function notReached(error: unknown): NotReached {
  if (!(error instanceof CouldNotLook) || !ofThePlace.includes(error.kind)) throw error
  const { kind, message, remedy } = error
  return { reached: false, why: { kind, message, ...(remedy === undefined ? {} : { remedy }) } }
}
