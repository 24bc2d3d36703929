import { NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'

/** The objects of a list. The list must be there, even when it is empty: Python's JSON does not leave out empty lists. */
export function records(document: JsonObject, key: string): readonly JsonObject[] {
  return recordsOf(document, key).map((one) => one())
}

/**
 * Returns for each item of the list a function that returns this item, or throws NotUnderstood if it is not an object. `recordsOf` itself throws only
 * when there is no list.
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
