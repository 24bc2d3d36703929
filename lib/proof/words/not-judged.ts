/** A word that a gate hears and lets pass, and why that is right. */
interface NotJudged {
  readonly gate: string
  readonly field: string
  readonly words: readonly string[]
  readonly why: string
}

/** Every word that passes a gate which hears its field, although the field calls it bad, waiting or unheard. Read by people: keep it short. */
export const notJudged: readonly NotJudged[] = []
