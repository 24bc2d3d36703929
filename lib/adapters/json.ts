import { NotUnderstood } from './command.ts'

/** A JSON object with the place it was found at, such as `applications.magnum`, so that an error can name it. */
export class JsonObject {
  readonly at: string
  private readonly members: Readonly<Record<string, unknown>>

  constructor(value: unknown, at: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected(at, 'an object', value)
    this.at = at
    this.members = value as Record<string, unknown>
  }

  has(key: string): boolean {
    return Object.hasOwn(this.members, key)
  }

  keys(): readonly string[] {
    return Object.keys(this.members)
  }

  /** A text that must be there; it may be empty. */
  text(key: string): string {
    const value = this.own(key)
    if (typeof value !== 'string') throw unexpected(this.path(key), 'a text', value)
    return value
  }

  /** Undefined when the text is absent or `""`. Both mean the same: some Go structs leave an empty text out, and others write it as `""`. */
  optionalText(key: string): string | undefined {
    return this.own(key) === undefined ? undefined : this.text(key) || undefined
  }

  /** True when the member is a text, is not empty and differs from `text`. False for any other type, such as null. */
  saysOther(key: string, text: string): boolean {
    const value = this.own(key)
    return typeof value === 'string' && value !== '' && value !== text
  }

  integer(key: string): number {
    const value = this.own(key)
    if (!Number.isInteger(value)) throw unexpected(this.path(key), 'a whole number', value)
    return value as number
  }

  /** False when absent: Go's `omitempty`. */
  flag(key: string): boolean {
    const value = this.own(key) ?? false
    if (typeof value !== 'boolean') throw unexpected(this.path(key), 'true or false', value)
    return value
  }

  /** Empty when absent: Go's `omitempty`. */
  texts(key: string): readonly string[] {
    const value = this.own(key) ?? []
    if (!Array.isArray(value)) throw unexpected(this.path(key), 'a list', value)
    return value.map((one, i) => {
      if (typeof one !== 'string') throw unexpected(`${this.path(key)}[${i}]`, 'a text', one)
      return one
    })
  }

  object(key: string): JsonObject {
    return new JsonObject(this.own(key), this.path(key))
  }

  /** The members of this object, each an object itself. */
  entries(): readonly (readonly [string, JsonObject])[] {
    return Object.entries(this.members).map(([name, value]) => [name, new JsonObject(value, this.path(name))] as const)
  }

  /** The members of the object under `key`, each an object itself. */
  objects(key: string): readonly (readonly [string, JsonObject])[] {
    return this.object(key).entries()
  }

  /** An absent object counts as one without members, because programs written in Go leave out an empty object (`omitempty`). */
  optionalObjects(key: string): readonly (readonly [string, JsonObject])[] {
    return this.own(key) === undefined ? [] : this.objects(key)
  }

  /**
   * The value under `key`, whatever its type, for the rare caller that checks the type itself. Undefined when the object itself has no such member: a
   * member of Object's prototype does not count.
   */
  own(key: string): unknown {
    return Object.hasOwn(this.members, key) ? this.members[key] : undefined
  }

  private path(key: string): string {
    return this.at === '' ? key : `${this.at}.${key}`
  }
}

/** The whole of `text` as one JSON object. */
export function jsonObject(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new NotUnderstood(`wanted JSON, got ${text.length} characters that end ${JSON.stringify(text.slice(-40))}`, { cause: error })
  }
  return new JsonObject(value, '')
}

function unexpected(at: string, wanted: string, got: unknown): NotUnderstood {
  return new NotUnderstood(`${at === '' ? 'the document' : at}: wanted ${wanted}, got ${shown(got)}`)
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return JSON.stringify(value).slice(0, 80)
}
