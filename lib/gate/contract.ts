import type { Units } from '../phase/phase.ts'
import type { Site } from '../phase/site.ts'
import type { ClaimKind } from '../report/result.ts'
import type { UnreadRow } from '../transport/ask.ts'
import type { Reported } from '../transport/could-not-look.ts'
import type { Answer, Question } from '../transport/question.ts'
import type { Claimed } from './claim.ts'

/** One condition a gate file is run under: the live cloud, or a scene. */
export interface GateCase {
  /** `live`, or the scene that is replayed: `healthy`, `healthy ~ answer 2 emptied`. */
  readonly name: string
  readonly site: Site
  /** The frozen clock of a recording, ISO 8601; absent when live. */
  readonly now?: string
}

/** The input that the main process hands to the worker that runs a gate file. */
export interface GateInput {
  readonly cases: readonly GateCase[]
  /** Phase defaults, with the site's overrides. */
  readonly want: Readonly<Record<string, unknown>>
  readonly units?: Units
  /** The units that the other selected gates ask. */
  readonly selectedUnits: readonly Units[]
  readonly timeoutS: number
}

export type GateInputs = Readonly<Record<string, GateInput>>

/** The data that a claim leaves on its vitest task, for the main process to judge. */
export interface ClaimMeta {
  readonly gate: string
  readonly case: string
  readonly title: string
  readonly kind: ClaimKind
  /** The result of the claim. Absent when the observation failed. */
  said?: Claimed
  /** The state fields that this gate has judged so far: live, or in any of the scenes that were replayed. */
  heard?: readonly string[]
  /** Rows that this gate could not read, from lists in the answers it got. */
  unread?: readonly UnreadRow[]
}

/** Why a gate is skipped: it does not apply here, or a gate that it needs did not pass. */
export interface SkipReason {
  readonly name: 'Blocked' | 'NotApplicable'
  readonly message: string
  /** The gate that is needed and did not pass. */
  readonly by?: string
}

export type Reply = { readonly answer: Answer } | { readonly couldNotLook: Reported } | { readonly skip: SkipReason }

/** A reply as it crosses to a worker. A large answer crosses once and is kept there under a number; later only that number crosses, as `again`. */
export type Posted = Reply | { readonly answer: Answer; readonly keptAs: number } | { readonly again: number }

/** The functions that a worker may call in the main process. */
export interface SeamCalls {
  ask(gate: string, caseName: string, question: Question, fresh: boolean): Promise<Posted>
}

declare module 'vitest' {
  interface ProvidedContext {
    gates: GateInputs
  }
  interface TaskMeta {
    claim?: ClaimMeta
  }
}
