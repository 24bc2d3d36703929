import pLimit, { type LimitFunction } from 'p-limit'
import { CouldNotLook } from './could-not-look.ts'
import { refuseWrites } from './guard.ts'
import type { OwnPrograms } from './guard-commands.ts'
import { type Answer, describe, type Question } from './question.ts'
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

export interface SeamOptions {
  readonly transportFor: (question: Question) => Promise<Transport>
  /** Called once for every question that was sent. */
  readonly onAsked?: (asked: Asked) => void
  readonly onWaiting?: (asker: string, question: Question) => void
  /** What the site calls programs that it keeps in a place of its own. */
  readonly programs?: OwnPrograms
  /** Aborts when the run ends early. */
  readonly signal: AbortSignal
  /** Questions under way at once, in all and per target. sshd takes 10 sessions on a connection by default. */
  readonly atOnce?: number
  readonly atOncePerTarget?: number
  /** The most bytes one answer may hold. A status of 50,000 units is 40 MB. */
  readonly maxBytes?: number
}

export interface AskOptions {
  /** The gate, for the audit log and for progress. */
  readonly asker: string
  /** Ask again even when the same question was answered before in this run. */
  readonly fresh?: boolean
  /** How long the answer may take from when it is sent, in ms. */
  readonly deadlineMs: number
}

/** Where every question of every gate crosses from judgement to the cloud: guarded, limited, and asked once. */
export class Seam {
  asked = 0
  reused = 0
  readonly #options: SeamOptions
  readonly #answers = new Map<string, Promise<Answer>>()
  readonly #all: LimitFunction
  readonly #perTarget = new Map<string, LimitFunction>()

  constructor(options: SeamOptions) {
    this.#options = options
    this.#all = pLimit(options.atOnce ?? 48)
  }

  /** The answer to a question; the same promise for everyone who asks the same. Rejects with CouldNotLook only. */
  ask(question: Question, options: AskOptions): Promise<Answer> {
    const key = `${describe(question)} @${question.on.address ?? ''}`
    const known = options.fresh ? undefined : this.#answers.get(key)
    if (known) {
      this.reused += 1
      return known
    }
    const answer = this.#send(question, options)
    answer.catch(() => {})
    this.#answers.set(key, answer)
    return answer
  }

  async #send(question: Question, options: AskOptions): Promise<Answer> {
    refuseWrites(question, this.#options.programs)
    this.asked += 1
    return this.#limitOf(question.on.name)(() => this.#all(() => this.#travel(question, options)))
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
      const transport = await this.#options.transportFor(question)
      const signal = AbortSignal.any([ending, AbortSignal.timeout(deadlineMs)])
      const answer = await transport.ask(question, { signal, maxBytes })
      done(answer)
      return answer
    } catch (error) {
      const why = asCouldNotLook(error, question)
      done(why)
      throw why
    }
  }

  #limitOf(target: string): LimitFunction {
    const known = this.#perTarget.get(target)
    if (known) return known
    const limit = pLimit(this.#options.atOncePerTarget ?? 8)
    this.#perTarget.set(target, limit)
    return limit
  }
}

/** A transport promises to reject with CouldNotLook only; a bug in one must still not look like a fact about the cloud. */
function asCouldNotLook(error: unknown, question: Question): CouldNotLook {
  if (error instanceof CouldNotLook) return error
  const said = error instanceof Error ? error.message : String(error)
  return new CouldNotLook('unreachable', question.on.name, `asking ${describe(question)} failed in an unforeseen way: ${said}`, {
    cause: error,
  })
}
