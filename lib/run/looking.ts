import type { Reply, SkipReason } from '../gate/contract.ts'
import { filled } from '../phase/fill.ts'
import type { GateSpec } from '../phase/phase.ts'
import { gateFile } from '../phase/project.ts'
import type { Site } from '../phase/site.ts'
import { Evidence } from '../recording/record.ts'
import { replayTransport } from '../recording/replay.ts'
import type { Cause, GateResult } from '../report/result.ts'
import { CouldNotLook, type Reported } from '../transport/could-not-look.ts'
import { programsOf } from '../transport/guard-commands.ts'
import { transportKind } from '../transport/kind.ts'
import type { Question } from '../transport/question.ts'
import { Seam } from '../transport/seam.ts'
import { Admission } from './admission.ts'
import { blockedByGreeter } from './blocked-by-greeter.ts'
import type { ClaimOutcome } from './claim-outcome.ts'
import { siteOf } from './conditions.ts'
import { judge } from './judge.ts'
import { outOfTime } from './out-of-time.ts'
import { sum } from './questions.ts'
import type { RunOptions } from './run.ts'
import { clockId } from './select.ts'

/** The record of one run: for each gate, what it asked, what it could not look at and why, and the outcomes of its claims. */
export class Looking {
  readonly evidence = new Evidence()
  readonly #options: RunOptions
  readonly #admission: Admission
  readonly #selected: ReadonlySet<string>
  readonly #seams = new Map<string, Seam>()
  readonly #deadlines = new Map<string, number>()
  readonly #began = performance.now()
  readonly #started = new Map<string, number>()
  readonly #outcomes = new Map<string, ClaimOutcome[]>()
  readonly #causes = new Map<string, Reported[]>()
  readonly #answeredOverSsh = new Set<string>()
  readonly #results = new Map<string, GateResult>()
  #death: Cause | undefined

  constructor(options: RunOptions) {
    this.#options = options
    this.#admission = new Admission(options.specs, options)
    this.#selected = new Set(options.specs.map(({ id }) => id))
  }

  async ask(gate: string, question: Question, fresh: boolean): Promise<Reply> {
    const skip = this.#recordedWithoutClock(gate) ?? (await this.#admission.mayAsk(gate, transportKind(question)))
    if (skip) return { skip }
    try {
      const answer = await this.#withinDeadline(gate, question, (deadlineMs) =>
        this.#seamOf(gate).ask(question, { asker: gate, fresh, deadlineMs }),
      )
      this.evidence.note(gate, question, answer)
      if (transportKind(question) === 'ssh') this.#answeredOverSsh.add(gate)
      return { answer }
    } catch (error) {
      if (!(error instanceof CouldNotLook)) throw error
      this.evidence.note(gate, question, error)
      this.#causes.set(gate, [...(this.#causes.get(gate) ?? []), error.facts])
      return { couldNotLook: error.facts }
    }
  }

  /**
   * Why the clock gate is skipped for a recording that holds no second clock: nothing shows whether the recording's own time is right. Undefined in
   * all other cases.
   */
  #recordedWithoutClock(gate: string): SkipReason | undefined {
    const { source } = this.#options
    if (gate !== clockId || source.mode === 'live' || source.replay.scenes.has(gate)) return undefined
    return { name: 'NotApplicable', message: 'the recording holds no clock' }
  }

  note(outcome: ClaimOutcome): void {
    const known = this.#outcomes.get(outcome.gate) ?? []
    this.#outcomes.set(outcome.gate, [...known, outcome])
  }

  finish(file: string, errors: readonly string[]): void {
    const spec = this.#options.specs.find((one) => gateFile(one.phase, one.id) === file)
    if (spec) this.#settle(spec, errors)
  }

  /** The suite itself failed. This failure becomes the reason for every gate that has no verdict yet. */
  died(error: unknown): void {
    const said = error instanceof Error ? error.message : String(error)
    this.#death = {
      kind: 'suite',
      key: 'the suite',
      message: `the suite itself could not run, which says nothing about the cloud: ${said}`,
      remedy: 'npm ci',
    }
  }

  results(): readonly GateResult[] {
    for (const spec of this.#options.specs) if (!this.#results.has(spec.id)) this.#settle(spec, [])
    return this.#options.specs.flatMap((spec) => this.#results.get(spec.id) ?? [])
  }

  questions(): { readonly asked: number; readonly reused: number } {
    const seams = [...this.#seams.values()]
    return { asked: sum(seams.map((seam) => seam.asked)), reused: sum(seams.map((seam) => seam.reused)) }
  }

  #settle(spec: GateSpec, errors: readonly string[]): void {
    const stopped = this.#options.signal.aborted
      ? [{ kind: 'interrupted', key: 'interrupted', message: stopText(this.#options.signal) }]
      : []
    const outcomes = this.#outcomes.get(spec.id) ?? []
    const met = this.#causes.get(spec.id) ?? []
    const own: readonly Cause[] = this.#death ? [this.#death] : met
    const causes = stopped.length > 0 ? stopped : own
    const judged = judge({ ...spec, fix: filled(spec.fix, this.#siteOf(spec.id)) }, outcomes, causes, errors)
    const atMachines = { causes: met, isAnswered: this.#answeredOverSsh.has(spec.id) }
    const seen = blockedByGreeter(judged, atMachines, this.#selected) ?? judged
    const said = this.#options.waive?.(seen) ?? seen
    const startedMs = this.#started.get(spec.id)
    const result = startedMs === undefined ? said : { ...said, startedMs, endedMs: this.#sinceBegin() }
    this.#results.set(spec.id, result)
    this.#admission.settle(result)
    this.#options.onFinished?.(result)
  }

  /** A gate's timeout counts from its first question. The time that it waits for the gates that it needs does not count. */
  async #withinDeadline<Value>(gate: string, question: Question, ask: (deadlineMs: number) => Promise<Value>): Promise<Value> {
    const spec = this.#options.specs.find((one) => one.id === gate)
    if (!spec) throw new Error(`a gate that was not selected asks: ${gate}`)
    if (!this.#deadlines.has(gate)) {
      this.#started.set(gate, this.#sinceBegin())
      this.#options.onStarted?.(spec)
    }
    const deadline = this.#deadlines.get(gate) ?? performance.now() + spec.timeoutS * 1000
    this.#deadlines.set(gate, deadline)
    const left = Math.max(1, Math.round(deadline - performance.now()))
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(outOfTime(spec, question, this.#seamOf(gate).underWayMs(question))), left + 500)
    try {
      return await Promise.race([ask(spec.timeoutS * 1000), late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #sinceBegin(): number {
    return Math.round(performance.now() - this.#began)
  }

  #siteOf(gate: string): Site {
    const { source, site } = this.#options
    const scene = source.mode === 'replay' ? source.replay.scenes.get(gate) : undefined
    return scene ? siteOf(scene, site) : site
  }

  #seamOf(gate: string): Seam {
    const { source, site, signal, onAsked, onWaiting } = this.#options
    const key = source.mode === 'live' ? 'live' : gate
    const known = this.#seams.get(key)
    if (known) return known
    const transportFor =
      source.mode === 'live'
        ? (question: Question) => source.transports.transportFor(question)
        : async () => replayTransport(source.replay.scenes.get(gate) ?? { gate, scene: 'any', answers: [] })
    const seam = new Seam({
      transportFor,
      programs: programsOf(site),
      signal,
      ...(onAsked ? { onAsked } : {}),
      ...(onWaiting ? { onWaiting } : {}),
    })
    this.#seams.set(key, seam)
    return seam
  }
}

function stopText(signal: AbortSignal): string {
  return interruption(signal) === 'deadline'
    ? 'the run reached its deadline before this gate could look'
    : 'the run ended before this gate could look'
}

/** Why a run ended early, if it did: stopped by a person, or by its own deadline. */
export function interruption(signal: AbortSignal): 'none' | 'stopped' | 'deadline' {
  if (!signal.aborted) return 'none'
  return signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError' ? 'deadline' : 'stopped'
}
