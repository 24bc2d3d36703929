import { NotUnderstood } from '../command.ts'
import { JsonObject } from '../json.ts'

/** The objects in the list under `key`. An absent list counts as empty (Go's `omitempty`), unless it is required. */
export function each(object: JsonObject, key: string, required?: 'required'): readonly JsonObject[] {
  return eachOf(object, key, required).map((one) => one())
}

/**
 * Like `each`, but returns one function per item, which reads the item. The function throws NotUnderstood for an item that is not an object; the
 * other items stay readable.
 */
export function eachOf(object: JsonObject, key: string, required?: 'required'): readonly (() => JsonObject)[] {
  const at = object.at === '' ? key : `${object.at}.${key}`
  const value = object.own(key) ?? (required ? undefined : [])
  if (!Array.isArray(value))
    throw new NotUnderstood(`${at}: wanted a list, got ${value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80)}`)
  return value.map((one, i) => () => new JsonObject(one, `${at}[${i}]`))
}
