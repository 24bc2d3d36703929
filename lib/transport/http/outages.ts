/** A server that could not be reached is not tried again for this long: long enough for all gates that ask it. */
const rememberedMs = 30_000

/** Remembers which servers could not be connected to, so that twenty gates do not wait for the same dead address one after another. */
export class Outages {
  readonly #failures = new Map<string, { readonly error: unknown; readonly atMs: number }>()

  note(place: string, error: unknown): void {
    this.#failures.set(place, { error, atMs: performance.now() })
  }

  over(place: string): void {
    this.#failures.delete(place)
  }

  /** The error of the last failure at this place, if it is less than 30 seconds old. Undefined when the place may be tried. */
  recent(place: string): unknown {
    const failure = this.#failures.get(place)
    return failure && performance.now() - failure.atMs < rememberedMs ? failure.error : undefined
  }
}
