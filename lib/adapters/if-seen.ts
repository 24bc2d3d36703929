import { CouldNotLook } from '../transport/could-not-look.ts'

/** What `look` finds, for a caller that can do without it: `otherwise` when it cannot be seen. Any other error is thrown on. */
export async function ifSeen<Fact, Other>(look: () => Promise<Fact>, otherwise: Other): Promise<Fact | Other> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof CouldNotLook) return otherwise
    throw error
  }
}
