import type { CloudPart } from '../../phase/cloud-pins.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'

/** The result of asking one part of the cloud for its id. */
export type Looked = { readonly part: CloudPart } & (
  | { readonly id: string }
  | { readonly why: CouldNotLook }
  /** This part of the cloud was not asked for its id: the gate that checks whether the part answers at all did not pass, or was not selected. */
  | { readonly heldBack: Error }
)

export async function lookAt(part: CloudPart, ask: () => Promise<string>): Promise<Looked> {
  try {
    return { part, id: await ask() }
  } catch (error) {
    if (error instanceof CouldNotLook) return { part, why: error }
    if (error instanceof Error && /^(?:Blocked|NotApplicable)$/.test(error.name)) return { part, heldBack: error }
    throw error
  }
}
