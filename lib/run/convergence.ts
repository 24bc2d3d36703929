import type { GateSpec } from '../phase/phase.ts'
import { Evidence } from '../recording/record.ts'
import type { GateResult, RunResult, Timeline, Verdict } from '../report/result.ts'
import { addedUp } from './questions.ts'
import type { Ran } from './run.ts'
import { type SummaryRules, summarize } from './summary.ts'

/**
 * How a wait ended. `greenMs`: the moment since which all gates have been green, on the same clock as `endMs`. Absent when a gate is not green at
 * the end.
 */
interface End extends Omit<NonNullable<RunResult['run']['waited']>, 'rounds'> {
  readonly endMs: number
  readonly greenMs?: number
  readonly interrupted: SummaryRules['interrupted']
}

interface Change {
  readonly atMs: number
  readonly verdict: Verdict
  readonly isGreen: boolean
  /** The gate only waits for another one, whose timeline shows what went wrong. */
  readonly isBlocked: boolean
}

/** The results of several rounds of one run: the last verdict of each gate, and what changed. */
export class Convergence {
  readonly #specs: readonly GateSpec[]
  readonly #startMs: number
  readonly #strict: boolean
  readonly #gates = new Map<string, GateResult>()
  readonly #changes = new Map<string, Change[]>()
  readonly #evidence = new Evidence()
  readonly #rounds: Ran[] = []

  constructor(specs: readonly GateSpec[], startMs: number, strict: boolean) {
    this.#specs = specs
    this.#startMs = startMs
    this.#strict = strict
  }

  /**
   * Stores the results of a round. They replace the earlier results of the same gates. If the round was stopped, gates that it did not finish keep
   * their earlier results.
   */
  take(ran: Ran, endedMs: (gate: string) => number, { isStopped }: { readonly isStopped: boolean }): void {
    this.#rounds.push(ran)
    const judged = ran.result.gates.filter((gate) => !isStopped || !this.#gates.has(gate.id) || !wasCut(gate))
    for (const gate of judged) this.#gates.set(gate.id, gate)
    this.#evidence.replace(ran.evidence, new Set(judged.map(({ id }) => id)))
    const red = new Set(this.notGreen())
    for (const { id, verdict, blockedBy } of judged) {
      const changes = this.#changes.get(id) ?? []
      this.#changes.set(id, changes)
      const change = { atMs: endedMs(id), verdict, isGreen: !red.has(id), isBlocked: blockedBy !== undefined }
      const before = changes.at(-1)
      if (before?.verdict !== verdict || before.isGreen !== change.isGreen) changes.push(change)
    }
  }

  /** The gates that keep the run from being green, in the order of the run. */
  notGreen(): readonly string[] {
    return this.#specs.flatMap(({ id }) => (this.#isGreen(id, new Set()) ? [] : id))
  }

  /** The gates that some round found not green, even if they became green later. */
  everRed(): readonly string[] {
    return this.#specs.flatMap(({ id }) => (this.#changes.get(id)?.some(({ isGreen }) => !isGreen) ? id : []))
  }

  ran({ untilMs, dwellMs, ended, endMs, greenMs, interrupted }: End): Ran {
    const isBrief = greenMs !== undefined && ended === 'out of time'
    const gates = this.#specs.flatMap(({ id }) => {
      const gate = this.#gates.get(id)
      return gate ? this.#withTimeline(gate, isBrief ? { greenForMs: endMs - greenMs, dwellMs } : undefined) : []
    })
    const [first, last] = [this.#rounds[0], this.#rounds.at(-1)]
    if (first === undefined || last === undefined) throw new Error('a wait without a round')
    const { interrupted: _, ...run } = first.result.run
    const result: RunResult = {
      ...first.result,
      run: {
        ...run,
        durationMs: endMs - this.#startMs,
        ...(interrupted === 'none' ? {} : { interrupted: true }),
        waited: { untilMs, dwellMs, rounds: this.#rounds.length, ended },
        questions: addedUp(this.#rounds.map(({ result: { run: round } }) => round.questions)),
      },
      ...summarize(gates, { strict: this.#strict, interrupted }),
      gates,
    }
    return { result, evidence: this.#evidence }
  }

  /**
   * Whether a gate counts as green for the exit code of a run. A blocked gate is as green as the gate that blocks it: an advisory gate that could not
   * look blocks others and yet is green, unless the run is strict.
   */
  #isGreen(id: string, asked: Set<string>): boolean {
    const gate = this.#gates.get(id)
    if (gate === undefined || asked.has(id)) return false
    if (gate.verdict === 'skip') return gate.blockedBy === undefined || this.#isGreen(gate.blockedBy, asked.add(id))
    const isAdvisory = gate.verdict === 'warn' || (gate.verdict === 'unknown' && gate.severity === 'advisory')
    return gate.verdict === 'pass' || (isAdvisory && !this.#strict)
  }

  #withTimeline(gate: GateResult, brief: { readonly greenForMs: number; readonly dwellMs: number } | undefined): GateResult {
    const changes = this.#changes.get(gate.id) ?? []
    const firstRed = changes.find(({ isGreen }) => !isGreen)
    if (firstRed === undefined || changes.length < 2) return gate
    const flaps = changes.filter((change, index) => index > 0 && isFlap(change, changes[index - 1])).length
    const end = changes.at(-1)
    const greenSince = end?.isGreen ? changes.findLast((_, index) => !changes[index - 1]?.isGreen) : undefined
    const timeline: Timeline = {
      changes: changes.map(({ atMs, verdict }) => ({ seenAt: iso(atMs), verdict })),
      redAt: iso(firstRed.atMs),
      ...(greenSince ? { greenAt: iso(greenSince.atMs), settledAfterMs: greenSince.atMs - this.#startMs } : {}),
      flaps,
      ...(brief && greenSince ? { brief: true } : {}),
    }
    return { ...gate, notes: [...gate.notes, ...notesOf(timeline, greenSince ? brief : undefined)], timeline }
  }
}

function wasCut({ causes }: GateResult): boolean {
  return causes.some(({ key }) => key === 'interrupted')
}

function isFlap(change: Change, before: Change | undefined): boolean {
  return before?.isGreen === true && !change.isGreen && !change.isBlocked
}

function notesOf(
  { flaps, greenAt }: Timeline,
  brief: { readonly greenForMs: number; readonly dwellMs: number } | undefined,
): readonly string[] {
  const since = greenAt === undefined ? '' : `; green since ${greenAt.slice(11, 19)} UTC`
  return [
    ...(flaps > 0 ? [`flapped: it was green and then stopped being green, ${flaps === 1 ? 'once' : `${flaps} times`}${since}`] : []),
    ...(brief
      ? [
          `when the wait ended, all gates had been green for only ${Math.floor(brief.greenForMs / 1000)} s; ${Math.ceil(brief.dwellMs / 1000)} s were asked for`,
        ]
      : []),
  ]
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
