import type { Coverage, Finding } from '../report/result.ts'

/** The result of a claim. `message` is what the report says when the claim does not hold. */
export interface Claimed {
  readonly holds: boolean
  /** What was seen instead, often with counts: `2 of 118 servers are DOWN`. Shown only when the claim does not hold. */
  readonly message: string
  readonly findings: readonly Finding[]
  /** How many units or the like were asked, and how many answered. Absent where numbers do not apply. */
  readonly coverage?: Coverage
  /** Sentences for the reader that change no verdict. */
  readonly notes: readonly string[]
  /**
   * The claim is false because something was not found. If a row could not be read, that row may hold what seems to be
   * missing.
   */
  readonly absent?: true
}

/** A number of things, and their noun in the singular and in the plural: 3, `server`, `servers`. */
export interface Of {
  readonly count: number
  readonly noun: string
  readonly plural: string
}

interface Options {
  /** How many things are affected. Given only when that differs from the number of findings: two findings can be about one unit. */
  readonly count?: number
  readonly notes?: readonly string[]
}

/** `of(servers, 'server')`; `of(4, 'address', 'addresses')`. */
export function of(things: number | readonly unknown[], noun: string, plural = `${noun}s`): Of {
  return { count: typeof things === 'number' ? things : things.length, noun, plural }
}

/**
 * Claims that there is no finding. Give the predicate in the singular: `none(down, of(servers, 'server'), 'is DOWN')` says "2 of 118 servers are
 * DOWN".
 */
export function none(
  findings: readonly Finding[],
  total: Of,
  predicate: string,
  { count = findings.length, notes = [] }: Options = {},
): Claimed {
  return {
    holds: findings.length === 0,
    message: `${count} of ${total.count} ${total.count === 1 ? total.noun : total.plural} ${agreeing(predicate, count)}`,
    findings,
    coverage: { asked: total.count, answered: Math.max(0, total.count - count), ...namesOf(total) },
    notes,
  }
}

/** Claims that there is something to judge. `otherwise` is the sentence for when there is nothing. */
export function some(things: number | readonly unknown[], otherwise: string): Claimed {
  const count = typeof things === 'number' ? things : things.length
  return { holds: count > 0, message: otherwise, findings: [], notes: [] }
}

/** The outcome of asking several things. */
interface Asked {
  readonly asked: number | readonly unknown[]
  /** The things that did not answer, each with the reason. */
  readonly silent: readonly Finding[]
}

/** Claims that at least one thing was asked and that all of them answered. `nobody` is the sentence for when there was nothing to ask. */
export function answered({ asked, silent }: Asked, noun: string, nobody: string, plural?: string): Claimed {
  const total = of(asked, noun, plural)
  if (total.count === 0) return { ...some(0, nobody), coverage: { asked: 0, answered: 0, ...namesOf(total) } }
  return none(silent, total, 'did not answer')
}

/** Claims that `condition` is true. When it is false, `otherwise` says what was seen, and `findings` say where. */
export function holds(condition: boolean, otherwise: string, findings: readonly Finding[] = [], notes: readonly string[] = []): Claimed {
  return { holds: condition, message: otherwise, findings: condition ? [] : findings, notes }
}

/**
 * Claims that there is no finding. `otherwise` is the message when there is one: `nothing(wrong, 'the root CA cannot be used')`. It is for claims
 * where the number of things judged would not help the reader.
 */
export function nothing(findings: readonly Finding[], otherwise: string, notes: readonly string[] = []): Claimed {
  return holds(findings.length === 0, otherwise, findings, notes)
}

/**
 * Marks a claim that fails only because something is missing. If some row could not be read, the failure counts as unknown, not as false: the missing
 * thing may be in that row.
 */
export function absent(claimed: Claimed): Claimed {
  return { ...claimed, absent: true }
}

/** Several claims that only count together: the result is that of the first one that does not hold. */
export function all(...claims: readonly [Claimed, ...Claimed[]]): Claimed {
  const notes = claims.flatMap((claim) => claim.notes)
  return { ...(claims.find((claim) => !claim.holds) ?? claims.at(-1) ?? claims[0]), notes }
}

function namesOf({ noun, plural }: Of): Pick<Coverage, 'noun' | 'plural'> {
  return { noun, plural }
}

const irregular: Readonly<Record<string, string>> = { is: 'are', has: 'have', was: 'were', does: 'do', goes: 'go', did: 'did' }

/**
 * Puts the verb of a predicate into the plural unless the count is 1: `is DOWN` becomes `are DOWN`, `carries a token`
 * becomes `carry a token`.
 */
function agreeing(predicate: string, count: number): string {
  if (count === 1) return predicate
  const [verb = '', ...rest] = predicate.split(' ')
  return [irregular[verb] ?? pluralVerb(verb), ...rest].join(' ')
}

function pluralVerb(verb: string): string {
  if (/[^aeiou]ies$/.test(verb)) return `${verb.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|zz)es$/.test(verb)) return verb.slice(0, -2)
  return /[^s]s$/.test(verb) ? verb.slice(0, -1) : verb
}
