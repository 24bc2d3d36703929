import pLimit, { type LimitFunction } from 'p-limit'

/**
 * Limits concurrent work. A slot is lent for at most `lendMs`; slower work goes on without a slot, so work that hangs delays the rest only by a known
 * time.
 */
export class Lane {
  readonly #limit: LimitFunction
  readonly #lendMs: number

  constructor(slots: number, lendMs: number) {
    this.#limit = pLimit(slots)
    this.#lendMs = lendMs
  }

  /** Starts the work when a slot is free. The returned promise resolves or rejects as the work does. */
  run<Value>(work: () => Promise<Value>): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>()
    void this.#limit(() => {
      const done = work()
      done.then(resolve, reject)
      return settledWithin(done, this.#lendMs)
    })
    return promise
  }
}

/** Resolves when the work has settled either way, or after this long. */
export function settledWithin(work: Promise<unknown>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  work.then(
    () => resolve(),
    () => resolve(),
  )
  return promise.finally(() => clearTimeout(timer))
}
