import type { Assignment, CommandArgument } from 'unbash'

/** How sure it is that a command runs. */
export interface Effects {
  /** Why it is not certain that the command runs. Absent: it is certain. */
  readonly doubt?: string
  /** The names of the functions whose calls led to the command. Absent when the command is outside every function. */
  readonly within?: ReadonlySet<string>
}

/** How a command ends; undefined when that cannot be said. */
export type Status = 'succeeds' | 'fails' | undefined

/** The words around the name of a command. */
export interface Invocation {
  readonly args: readonly CommandArgument[]
  readonly pos: number
  /** Assignments in front of the command. */
  readonly own: readonly Assignment[]
}
