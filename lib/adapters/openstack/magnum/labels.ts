import { NotUnderstood } from '../../command.ts'
import type { JsonObject } from '../../json.ts'

/** The labels of a template or a cluster. A cluster's labels include those it took from its template. */
export type Labels = Readonly<Record<string, string>>

/** Magnum keeps texts, numbers and booleans as they were sent. Null means no labels. */
export function labelsIn(record: JsonObject): Labels {
  if (record.own('labels') === null) return {}
  const labels = record.object('labels')
  return Object.fromEntries(
    labels.keys().map((key) => {
      const value = labels.own(key)
      if (value === null || typeof value === 'object')
        throw new NotUnderstood(`${labels.at}.${key}: wanted a text, got ${JSON.stringify(value).slice(0, 40)}`)
      return [key, String(value)]
    }),
  )
}
