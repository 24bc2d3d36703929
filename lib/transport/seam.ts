import { CouldNotLook } from './could-not-look.ts'
import { refuseWrites } from './guard.ts'
import type { OwnPrograms } from './guard-commands.ts'
import { type Answer, describe, type Question } from './question.ts'
import { Queue, type QueueOptions } from './queue.ts'
import { settledAfter } from './settle.ts'
import type { Transport } from './transport.ts'

/** One question as it went out, for the audit log and recordings. */
export interface Asked {
  /** Who asked first. */
  readonly asker: string
  readonly question: Question
  readonly startedAt: Date
  readonly durationMs: number
  readonly outcome: Answer | CouldNotLook
}

export interface SeamOptions extends QueueOptions {
  readonly transportFor: (question: Question) => Promise<Transport>
  /** Called once for every question that was sent. */
  readonly onAsked?: (asked: Asked) => void
  readonly onWaiting?: (asker: string, question: Question) => void
  /** The paths of programs, where the site file sets them. */
  readonly programs?: OwnPrograms
  /** Aborts when the run ends early. */
  readonly signal: AbortSignal
  /** The most bytes one answer may hold. A status of 50,000 units is 40 MB. */
  readonly maxBytes?: number
}

export interface AskOptions {
  /** The name of the gate or command that asks, for the audit log and the progress display. */
  readonly asker: string
  /** Ask again even when the same question was answered before in this run. */
  readonly fresh?: boolean
  /** How long the answer may take after the question was sent, in ms. */
  readonly deadlineMs: number
}

/** The seam between the gates and the cloud. Every question of every gate crosses it, and is guarded, limited, and asked once per run. */
export class Seam {
  asked = 0
  reused = 0
  readonly #options: SeamOptions
  readonly #questions = new Map<string, Sent>()
  readonly #queue: Queue

  constructor(options: SeamOptions) {
    this.#options = options
    this.#queue = new Queue(options)
  }

  /** The answer to a question. The same question gets the same promise, unless `fresh` is set. Rejects with CouldNotLook only. */
  ask(question: Question, options: AskOptions): Promise<Answer> {
    const key = keyOf(question)
    const known = options.fresh ? undefined : this.#questions.get(key)
    if (known) {
      this.reused += 1
      return known.answer
    }
    const turn: { atMs?: number } = {}
    const answer = this.#send(question, options, turn)
    answer.catch(() => {})
    this.#questions.set(key, { answer, turn })
    return answer
  }

  /** How long ago the question went out, in ms. Undefined while it waits for its turn, and for a question that was never asked. */
  underWayMs(question: Question): number | undefined {
    const atMs = this.#questions.get(keyOf(question))?.turn.atMs
    return atMs === undefined ? undefined : performance.now() - atMs
  }

  async #send(question: Question, options: AskOptions, turn: { atMs?: number }): Promise<Answer> {
    refuseWrites(question, this.#options.programs)
    this.asked += 1
    return this.#queue.run(question, () => {
      turn.atMs = performance.now()
      return this.#travel(question, options)
    })
  }

  async #travel(question: Question, { asker, deadlineMs }: AskOptions): Promise<Answer> {
    const { signal: ending, maxBytes = 64 * 1024 * 1024, onAsked, onWaiting } = this.#options
    const startedAt = new Date()
    const started = performance.now()
    const done = (outcome: Answer | CouldNotLook) =>
      onAsked?.({ asker, question, startedAt, durationMs: performance.now() - started, outcome })
    try {
      if (ending.aborted) throw new CouldNotLook('interrupted', 'interrupted', 'the run was interrupted before it could ask')
      onWaiting?.(asker, question)
      const signal = AbortSignal.any([ending, AbortSignal.timeout(deadlineMs)])
      const work = this.#options.transportFor(question).then((transport) => transport.ask(question, { signal, maxBytes }))
      const answer = await settledAfter(work, signal, () => ({ asked: describe(question), sinceMs: started }))
      done(answer)
      return answer
    } catch (error) {
      const why = asCouldNotLook(error, question)
      done(why)
      throw why
    }
  }
}

/** A question that was asked of the seam. */
interface Sent {
  readonly answer: Promise<Answer>
  /** `atMs`: `performance.now()` at the moment when the question's turn came. Absent while the question waits. */
  readonly turn: { readonly atMs?: number }
}

function keyOf(question: Question): string {
  return `${describe(question)} @${question.on.address ?? ''}`
}

/** A transport should reject with CouldNotLook only. Any other error is a bug in the transport, and must not look like a fact about the cloud. */
function asCouldNotLook(error: unknown, question: Question): CouldNotLook {
  if (error instanceof CouldNotLook) return error
  const said = error instanceof Error ? error.message : String(error)
  return new CouldNotLook('unreachable', question.on.name, `asking ${describe(question)} failed in an unforeseen way: ${said}`, {
    cause: error,
  })
}
