import type { Scene } from '../recording/scene.ts'
import type { SceneAnswer } from '../recording/scene-file.ts'
import type { GateResult } from '../report/result.ts'
import { orUnread } from '../run/judge.ts'
import type { Mutant } from './mutate.ts'

/** A scene with one row of a list taken out, and the same scene with that row unreadable. */
export interface RowMutants {
  readonly without: Mutant
  readonly unreadable: Mutant
}

/**
 * Whether a red gate stays red when one row cannot be read. An unknown gate also counts as red when a claim's message says that the missing thing may
 * be in the unreadable row.
 */
export function isStillRed({ verdict, claims }: GateResult): boolean {
  return verdict === 'fail' || (verdict === 'unknown' && claims.some(({ message }) => message.endsWith(orUnread)))
}

/** At most this many rows of one list are left out or made unreadable, from the first row on. */
const mostRows = 3

/**
 * For each of the first rows of every list of two or more objects, two mutants: without the row, and with the row unreadable. If another row makes
 * the gate red without this row, the gate must stay red when this row is unreadable (`isStillRed`). A list counts only as the whole answer or
 * directly under one of its keys.
 */
export function rowMutants(scene: Scene, asked: ReadonlySet<string>): readonly RowMutants[] {
  return scene.answers
    .filter((answer) => asked.has(answer.ask))
    .flatMap((answer) =>
      listsIn(jsonOf(answer), 2).flatMap(({ path, length }) =>
        Array.from({ length: Math.min(length, mostRows) }, (_, index) => ({
          without: mutant(scene, answer, path, index, 'left out', () => []),
          unreadable: mutant(scene, answer, path, index, 'unreadable', () => [{}]),
        })),
      ),
    )
}

/**
 * For each list of objects, two mutants with one more row: all its fields null, and all its fields missing. A row without an owner counts as ours and
 * cannot be judged, so the gate must not pass.
 */
export function namelessRowMutants(scene: Scene, asked: ReadonlySet<string>): readonly Mutant[] {
  return scene.answers
    .filter((answer) => asked.has(answer.ask))
    .flatMap((answer) =>
      listsIn(jsonOf(answer), 1).flatMap(({ path, length, first }) => [
        mutant(scene, answer, path, length, 'added with nulls', () => [withNulls(first)]),
        mutant(scene, answer, path, length, 'added empty', () => [{}]),
      ]),
    )
}

/** Each entry names a list that a gate receives but whose rows the gate does not judge. */
export const namelessNotJudged: readonly { readonly gate: string; readonly list: string; readonly why: string }[] = [
  { gate: 'api-endpoints-answer', list: 'versions', why: 'the claim is that an API answers, not which versions it has' },
  { gate: 'api-endpoints-answer', list: 'links', why: 'the claim is only that an API answers, whatever the URLs of its versions are' },
  { gate: 'api-endpoints-answer', list: 'media_types', why: 'the claim is only that an API answers, whatever formats it offers' },
  {
    gate: 'k8s-features-enabled',
    list: 'members',
    why: 'the members are the nodes of the cluster, but this gate judges the features of the cluster; the gate mgmt-nodes-ready judges the Nodes that the API lists',
  },
]

export function withNulls(row: unknown): unknown {
  return Object.fromEntries(Object.keys(row as object).map((key) => [key, null]))
}

export type Path = readonly string[]

interface List {
  readonly path: Path
  readonly length: number
  readonly first: unknown
}

export function listsIn(value: unknown, least: number, path: Path = []): readonly List[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) && value.length >= least && value.every((one) => typeof one === 'object' && one !== null)
  const inner = path.length > 0 || Array.isArray(value) ? [] : Object.entries(value).flatMap(([key, one]) => listsIn(one, least, [key]))
  return own ? [{ path, length: value.length, first: value[0] }, ...inner] : inner
}

export function mutant(scene: Scene, answer: SceneAnswer, path: Path, index: number, how: string, put: () => readonly unknown[]): Mutant {
  const { stdout: _stdout, body: _body, ...rest } = answer
  const json = changedAt(jsonOf(answer), path, (list) => [...list.slice(0, index), ...put(), ...list.slice(index + 1)])
  return {
    name: `${scene.scene} ~ ${path.join('.')}[${index}] ${how} in ${answer.ask}`,
    scene: { ...scene, answers: scene.answers.map((one) => (one === answer ? { ...rest, json } : one)) },
  }
}

function changedAt(value: unknown, [first, ...rest]: Path, change: (list: readonly unknown[]) => readonly unknown[]): unknown {
  if (first === undefined) return change(value as readonly unknown[])
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === first ? changedAt(one, rest, change) : one))
  return { ...(value as object), [first]: changedAt((value as Record<string, unknown>)[first], rest, change) }
}

export function jsonOf(answer: SceneAnswer): unknown {
  if (answer.json !== undefined) return answer.json
  try {
    return JSON.parse(answer.stdout ?? answer.body ?? '') as unknown
  } catch {
    return undefined
  }
}
