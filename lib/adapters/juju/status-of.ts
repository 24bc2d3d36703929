import type { Heard, Vocabulary } from '../heard.ts'
import type { JsonObject } from '../json.ts'

/** One status of an entity: a word such as `lost`, and a message such as `agent is not communicating with the server`. */
export class Status {
  /** `''` when there is none. Includes the reason, which Juju prints as a separate member. */
  readonly message: string
  /** As juju prints it, `09 May 2025 15:10:38Z`; `sinceMs` reads it. */
  readonly since?: string
  readonly #words: Vocabulary
  readonly #word: string

  constructor(words: Vocabulary, word: string, message = '', since?: string) {
    this.#word = word
    this.message = message
    if (since !== undefined) this.since = since
    this.#words = words
  }

  /** The word is `''` where Juju prints none. */
  get state(): Heard {
    return this.#words.hear(this.#word)
  }

  /** `blocked: Missing relations: database`, for showing. */
  get text(): string {
    const word = this.#word === '' ? 'has no status' : this.#word
    return this.message === '' ? word : `${word}: ${this.message}`
  }
}

/**
 * The status under a key. Throws NotUnderstood when the key is missing. The status may lack its word (`current`), because Go leaves out an empty
 * text. The word is then `''`.
 */
export function statusOf(of: JsonObject, key: string, words: Vocabulary): Status {
  const status = of.object(key)
  const [message, reason] = [status.optionalText('message'), status.optionalText('reason')]
  const said = [message, reason].filter((one) => one !== undefined).join(': ')
  return new Status(words, status.optionalText('current') ?? '', said, status.optionalText('since'))
}

/** As `statusOf`, for a status that older models do not have. Undefined when the status is missing or is `{}`. */
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
