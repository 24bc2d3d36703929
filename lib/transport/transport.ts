import type { Answer, Question } from './question.ts'

export interface Limits {
  /** Aborts at the deadline (reason: a TimeoutError) or when the run ends (reason: anything else). */
  readonly signal: AbortSignal
  /** The most an answer may hold, in bytes, all streams together. Beyond it: CouldNotLook `too-large`. */
  readonly maxBytes: number
}

/** Sends questions and brings back the answers. Every exit code and HTTP status is an answer. `ask` rejects only with CouldNotLook. */
export interface Transport<Q extends Question = Question> {
  ask(question: Q, limits: Limits): Promise<Answer>
  /** Ends connections and children, and removes what a question left behind. Safe to call twice. */
  close(): Promise<void>
}

/** The live cloud's transports, made when first asked for. */
export interface Transports {
  transportFor(question: Question): Promise<Transport>
  /** Closes every transport that was made: ends its connections, and removes what its questions left behind. */
  close(): Promise<void>
  /** Connections opened so far, by target. */
  connections(): Readonly<Record<string, number>>
}
