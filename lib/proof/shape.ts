import type { SceneAnswer } from '../recording/scene-file.ts'
import { jsonOf } from './rows.ts'

/** The types found at each path of a JSON value, such as `servers[].addresses`. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>

/** Matches keys that are ids, numbers or names of units. A shape shows all such keys as one key: `*`. */
const named = /^(?:[0-9a-f-]{32,36}|\d+|[\w.-]+\/\d+)$/

export function shapeOf(value: unknown, onto = new Map<string, Set<string>>(), at = ''): Map<string, Set<string>> {
  onto.set(at, (onto.get(at) ?? new Set()).add(typeIn(value)))
  if (Array.isArray(value)) for (const one of value) shapeOf(one, onto, `${at}[]`)
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) shapeOf(one, onto, `${at}.${named.test(key) ? '*' : key}`)
  return onto
}

function typeIn(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

/**
 * How a shape differs from that of a real answer: a key that the real answer does not have, or another type. An empty list in the real answer proves
 * nothing.
 */
export function unlike(shape: Shape, real: Shape): readonly string[] {
  return [...shape].flatMap(([at, types]) => {
    const known = real.get(at)
    if (known === undefined) return real.has(at.replace(/(?:\.[^.[\]]+)$/, '')) && !at.endsWith('[]') ? [`${at}: no such key`] : []
    if (known.size === 1 && known.has('null')) return []
    return [...types]
      .filter((type) => type !== 'null' && !known.has(type))
      .map((type) => `${at}: ${type} where it is ${[...known].join(' or ')}`)
  })
}

/** The JSON of an answer that succeeded; undefined for any other answer. */
export function jsonThatCame(answer: SceneAnswer): unknown {
  const { error, status = 200, exit = 0 } = answer
  return error === undefined && status === 200 && exit === 0 ? jsonOf(answer) : undefined
}

/** The question with placeholders for what differs between clouds. That is ids, addresses, numbers of units and the name of the model. */
export function asked(ask: string): string {
  return ask
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b/g, 'ID')
    .replaceAll(/\d+\.\d+\.\d+\.\d+/g, 'ADDRESS')
    .replace(/\/\d+ /, '/N ')
    .replace(/ -m \S+/, ' -m MODEL')
}
