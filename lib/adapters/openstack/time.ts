import { NotUnderstood } from '../command.ts'
import type { JsonObject } from '../json.ts'

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/

/**
 * Reads a time: `2026-11-22T10:16:31.110374+00:00`. A time without a zone is UTC: octavia and keystone write it so. Throws when the record has no
 * such time.
 */
export function timeIn(record: JsonObject, key: string): Date {
  const text = record.text(key)
  const match = shape.exec(text)
  const time = new Date(match?.[1] === undefined ? `${text}Z` : text)
  if (match && !Number.isNaN(time.getTime())) return time
  throw new NotUnderstood(`${record.at === '' ? '' : `${record.at}.`}${key}: wanted a time, got ${JSON.stringify(text.slice(0, 60))}`)
}

/** Undefined when the key is missing or its value is null: a record that was never changed has no `updated_at`. */
export function timeOrNull(record: JsonObject, key: string): Date | undefined {
  const value = record.own(key)
  return value === undefined || value === null ? undefined : timeIn(record, key)
}
