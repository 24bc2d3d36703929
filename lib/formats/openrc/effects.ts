import type { Assignment, CommandArgument } from 'unbash'

/** How sure it is that a command happens. */
export interface Effects {
  /** Why it may not. Absent: it does. */
  readonly doubt?: string
  /** The functions whose bodies it stands in. */
  readonly within?: ReadonlySet<string>
}

/** Undefined: that cannot be said. */
export type Status = 'succeeds' | 'fails' | undefined

/** A command and what stands behind it. */
export interface Invocation {
  readonly args: readonly CommandArgument[]
  readonly pos: number
  /** Assignments in front of it. */
  readonly own: readonly Assignment[]
}
