import pLimit, { type LimitFunction } from 'p-limit'
import { CouldNotLook } from './could-not-look.ts'
import { transportKind } from './kind.ts'
import { Lane, settledWithin } from './lane.ts'
import type { Question } from './question.ts'

export interface QueueOptions {
  /** How many questions may be under way at once, for each kind of transport. Default 48. */
  readonly atOnce?: number | undefined
  /**
   * How many questions may be under way at once on one target. Default 8, because sshd takes 10 sessions on a connection. A question counts here
   * until it ends, but towards `atOnce` only for its first 10 s.
   */
  readonly atOncePerTarget?: number | undefined
  /** How many first questions may be under way at once. A first question goes to a machine that has not answered any yet. Default 64. */
  readonly firstAtOnce?: number | undefined
}

interface Lanes {
  readonly asking: Lane
  readonly first: Lane
}

/** The longest time that a question holds its slot, unless it is the first to its machine. A target that works answers sooner. */
const askingMs = 10_000
/**
 * The longest time that the first question to a machine holds its slot. This is enough on a good network, where connecting and login take a few
 * tenths of a second.
 */
const firstMs = 1000

/** Decides when each question may go out. Each kind of transport has slots of its own, so a kind that hangs leaves the slots of the others free. */
export class Queue {
  readonly #options: QueueOptions
  readonly #lanes = new Map<string, Lanes>()
  readonly #places = new Map<string, Place>()

  constructor(options: QueueOptions) {
    this.#options = options
  }

  /** Starts `work` when its turn comes. The returned promise settles in the same way as the promise that `work` returns. */
  run<Value>(question: Question, work: () => Promise<Value>): Promise<Value> {
    return this.#placeOf(question).run(work)
  }

  #placeOf(question: Question): Place {
    const { name } = question.on
    const known = this.#places.get(name)
    if (known) return known
    const kind = transportKind(question)
    const place = new Place(this.#lanesOf(kind), this.#options.atOncePerTarget ?? 8, kind === 'ssh')
    this.#places.set(name, place)
    return place
  }

  #lanesOf(kind: string): Lanes {
    const { atOnce = 48, firstAtOnce = 64 } = this.#options
    const known = this.#lanes.get(kind)
    if (known) return known
    const lanes = { asking: new Lane(atOnce, askingMs), first: new Lane(firstAtOnce, firstMs) }
    this.#lanes.set(kind, lanes)
    return lanes
  }
}

/**
 * Decides when each question to one target may start. A machine that has not answered yet is asked one question at a time, in a lane that only such
 * machines use. So a machine that hangs takes no slot from machines that answer.
 */
class Place {
  readonly #lanes: Lanes
  readonly #limit: LimitFunction
  /** `unproven` until the target answers. `down` once its connection has failed: the transport then refuses questions without asking the target. */
  #state: 'unproven' | 'answers' | 'down'
  #firstUnderWay: Promise<void> | undefined

  constructor(lanes: Lanes, atOnce: number, isProvedFirst: boolean) {
    this.#lanes = lanes
    this.#limit = pLimit(atOnce)
    this.#state = isProvedFirst ? 'unproven' : 'answers'
  }

  run<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#limit(async () => {
      while (this.#state === 'unproven' && this.#firstUnderWay) await this.#firstUnderWay
      if (this.#state === 'answers') return this.#lanes.asking.run(work)
      return this.#state === 'down' ? work() : this.#first(work)
    })
  }

  #first<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = Promise.withResolvers<void>()
    this.#firstUnderWay = turn.promise
    return this.#lanes.first.run(() => {
      const answer = this.#judged(work())
      void settledWithin(answer, askingMs).then(() => {
        this.#firstUnderWay = undefined
        turn.resolve()
      })
      return answer
    })
  }

  async #judged<Value>(answer: Promise<Value>): Promise<Value> {
    try {
      const value = await answer
      this.#state = 'answers'
      return value
    } catch (error) {
      if (error instanceof CouldNotLook && finalKinds.has(error.kind)) this.#state = 'down'
      throw error
    }
  }
}

const finalKinds: ReadonlySet<CouldNotLook['kind']> = new Set(['unreachable', 'untrusted', 'not-pinned', 'incompatible', 'credential'])
