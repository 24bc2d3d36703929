import type { Heard, Vocabulary } from '../heard.ts'
import type { JsonObject } from '../json.ts'

/** One status of an entity: `lost`, `agent is not communicating with the server`. */
export class Status {
  /** The word as Juju prints it, `''` where it prints none. Judge by `hear`. */
  readonly current: string
  /** `''` without one. The reason that Juju gives behind it is part of it. */
  readonly message: string
  /** As juju prints it, `09 May 2025 15:10:38Z`; `sinceMs` reads it. */
  readonly since?: string
  readonly #words: Vocabulary

  constructor(words: Vocabulary, current: string, message = '', since?: string) {
    this.current = current
    this.message = message
    if (since !== undefined) this.since = since
    this.#words = words
  }

  /** What the word is. Only what a gate hears can turn it, so it is heard when a gate judges by it and not before. */
  hear(): Heard {
    return this.#words.hear(this.current)
  }

  /** `blocked: Missing relations: database`, for showing. */
  get text(): string {
    const word = this.current === '' ? 'has no status' : this.current
    return this.message === '' ? word : `${word}: ${this.message}`
  }
}

/** The status under a key. Not understood without the key; one without a word, as Go prints an empty one, is heard as `''`. */
export function statusOf(of: JsonObject, key: string, words: Vocabulary): Status {
  const status = of.object(key)
  const [message, reason] = [status.optionalText('message'), status.optionalText('reason')]
  const said = [message, reason].filter((one) => one !== undefined).join(': ')
  return new Status(words, status.optionalText('current') ?? '', said, status.optionalText('since'))
}

/** As `statusOf`, for one that older models do not have; absent also when it is `{}`. */
export function optionalStatusOf(of: JsonObject, key: string, words: Vocabulary): Status | undefined {
  const isThere = of.own(key) !== undefined && of.object(key).keys().length > 0
  return isThere ? statusOf(of, key, words) : undefined
}

/** `{"status-error": "…"}` stands in place of an entity, or of one of its statuses. */
export function statusErrorOf(of: JsonObject, ...statuses: readonly string[]): string | undefined {
  if (of.has('status-error')) return of.text('status-error')
  for (const key of statuses) {
    if (of.has(key) && of.object(key).has('status-error')) return of.object(key).text('status-error')
  }
  return undefined
}
