import type { Source } from '../report/list.ts'
import type { SceneAnswer } from './scene-file.ts'

/** Where an answer is from. */
export interface AnswerOrigin {
  readonly source: Source
  /** What the answer was taken from: the real program and its version, or the documentation. */
  readonly from: string
}

/** The answers one gate got under one condition. */
export interface Scene extends SceneName {
  /** The clock while it is replayed, ISO 8601. */
  readonly at: string
  /** The program, or the documentation, that the answers in the scene's own file come from. */
  readonly from: string
  /** The verdict that the scene must lead to; `says` has words that the report must contain. */
  readonly verdict?: string
  readonly says: readonly string[]
  /** The site the answers belong to: a file in sites/, or what differs from the example (a merge patch). Absent: the example. */
  readonly site?: string | Readonly<Record<string, unknown>>
  readonly answers: readonly SceneAnswer[]
  /** The origin of every answer, by question. */
  readonly origins: ReadonlyMap<string, AnswerOrigin>
}

/** The gate and the name of a scene, as given by the path of the scene file. */
export interface SceneName {
  readonly gate: string
  readonly scene: string
}
