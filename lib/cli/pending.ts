import type { Question } from '../transport/question.ts'

/** The questions of each gate that have no answer yet, so that progress can name the one that holds the gate up. */
export class Pending {
  readonly #byGate = new Map<string, Set<string>>()
  readonly #name: (question: Question) => string

  constructor(name: (question: Question) => string) {
    this.#name = name
  }

  /** Notes a question of a gate; returns what the gate now waits for, oldest first: `glance/0 $ true and 3 more`. */
  asks(gate: string, question: Question): string {
    const open = this.#byGate.get(gate) ?? new Set<string>()
    this.#byGate.set(gate, open.add(this.#name(question)))
    return text(open)
  }

  /** Notes an answer; returns what the gate still waits for, or undefined when nothing is left. */
  answered(gate: string, question: Question): string | undefined {
    const open = this.#byGate.get(gate)
    open?.delete(this.#name(question))
    return open && open.size > 0 ? text(open) : undefined
  }
}

function text(open: ReadonlySet<string>): string {
  const [oldest = ''] = open
  return open.size > 1 ? `${oldest} and ${open.size - 1} more` : oldest
}
