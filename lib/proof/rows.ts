import type { Scene, SceneAnswer } from '../recording/scene.ts'
import type { GateResult } from '../report/result.ts'
import { orUnread } from '../run/judge.ts'
import type { Mutant } from './mutate.ts'

/** A scene with one row of a list taken out, and the same scene with that row unreadable. */
export interface RowMutants {
  readonly without: Mutant
  readonly unreadable: Mutant
}

/** Whether a gate is still red with a row unreadable. Where it was red for what is missing, the row may be what it misses: then unknown is right. */
export function isStillRed({ verdict, claims }: GateResult): boolean {
  return verdict === 'fail' || (verdict === 'unknown' && claims.some(({ message }) => message.endsWith(orUnread)))
}

/** Rows of one list that are tried. */
const mostRows = 3

/** Every list of objects that an answer of a scene is, or holds at its top, row by row: a list within an object is part of its row. Where the scene is red without a row, it must be red with that row unreadable. */
export function rowMutants(scene: Scene, asked: ReadonlySet<string>): readonly RowMutants[] {
  return scene.answers
    .filter((answer) => asked.has(answer.ask))
    .flatMap((answer) =>
      listsIn(jsonOf(answer)).flatMap(({ path, length }) =>
        Array.from({ length: Math.min(length, mostRows) }, (_, index) => ({
          without: mutant(scene, answer, path, index, 'left out', () => []),
          unreadable: mutant(scene, answer, path, index, 'unreadable', () => [{}]),
        })),
      ),
    )
}

type Path = readonly string[]

function listsIn(value: unknown, path: Path = []): readonly { readonly path: Path; readonly length: number }[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) && value.length > 1 && value.every((one) => typeof one === 'object' && one !== null)
  const inner = path.length > 0 || Array.isArray(value) ? [] : Object.entries(value).flatMap(([key, one]) => listsIn(one, [key]))
  return own ? [{ path, length: value.length }, ...inner] : inner
}

function mutant(scene: Scene, answer: SceneAnswer, path: Path, index: number, how: string, put: () => readonly unknown[]): Mutant {
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

function jsonOf(answer: SceneAnswer): unknown {
  if (answer.json !== undefined) return answer.json
  try {
    return JSON.parse(answer.stdout ?? answer.body ?? '') as unknown
  } catch {
    return undefined
  }
}
