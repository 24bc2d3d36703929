import { NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'

/** The objects of a list. The list must be there, even when it is empty: Python's JSON does not leave out empty lists. */
export function records(document: JsonObject, key: string): readonly JsonObject[] {
  return recordsOf(document, key).map((one) => one())
}

/**
 * Returns one function for each item of a list; the function returns the item. When the item is not an object, only its own function throws
 * NotUnderstood. The list must be there, even when it is empty.
 */
export function recordsOf(document: JsonObject, key: string): readonly (() => JsonObject)[] {
  const value = document.own(key)
  const at = document.at === '' ? key : `${document.at}.${key}`
  if (!Array.isArray(value))
    throw new NotUnderstood(`${at}: wanted a list, got ${value === undefined ? 'nothing' : value === null ? 'null' : typeof value}`)
  return value.map((one, i) => () => new JsonObject(one, `${at}[${i}]`))
}

/** A text that Python may send as null or empty. */
export function textOrNull(record: JsonObject, key: string): string | undefined {
  return record.own(key) === null ? undefined : record.optionalText(key)
}
