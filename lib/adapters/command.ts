import type { Ask } from '../transport/ask.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { type CommandAnswer, type CommandQuestion, describe, type Sudo, type Target } from '../transport/question.ts'
import { usesSudo, withoutWarnings } from '../transport/sudo.ts'
import { untilItPasses } from './try-again.ts'

/** A command and the parser of its output, as one value. */
export interface Command<Fact> {
  readonly argv: readonly string[]
  /** The account that sudo runs the command as; absent: without sudo. */
  readonly sudo?: Sudo
  readonly env?: Readonly<Record<string, string>>
  /** Exit codes that carry an answer for `parse`; absent: only 0. Any other is CouldNotLook, with what stderr said. */
  readonly exits?: readonly number[]
  /** Throws NotUnderstood for output of an unknown form. This includes empty output, unless the command may validly print nothing. */
  readonly parse: (answer: CommandAnswer) => Fact
}

/** Thrown by parsers. The message says what was wanted and what came instead. `observe` adds which question was asked. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood'
}

/** Runs one command on one target, and returns the fact parsed from its answer. When the command answers that it is busy, runs it again. */
export async function observe<Fact>(ask: Ask, on: Target, command: Command<Fact>, options?: { readonly fresh?: boolean }): Promise<Fact> {
  const question: CommandQuestion = {
    kind: 'command',
    on,
    argv: command.argv,
    ...(command.sudo ? { sudo: command.sudo } : {}),
    ...(command.env ? { env: command.env } : {}),
  }
  const asked = describe(question)
  const answer = await untilItPasses(async (isAgain) => {
    const one = await ask(question, isAgain ? { ...options, fresh: true } : options)
    if (one.kind !== 'command') throw new CouldNotLook('not-understood', asked, `${asked} got an answer, but not the answer of a command`)
    return usesSudo(question) ? { ...one, stderr: withoutWarnings(one.stderr) } : one
  })
  if (!(command.exits ?? [0]).includes(answer.exitCode)) throw unexpectedExit(asked, answer)
  return understood(asked, () => command.parse(answer))
}

/**
 * Reads a list row by row, so that faults in the other rows are still seen when a row cannot be read. The unreadable row is noted, unless it belongs
 * to somebody else (`isTheirs`). A gate that claims that something is missing must use `absent`, since the thing may be in an unreadable row.
 */
export function readRows<Row, Fact>(
  ask: Ask,
  asked: string,
  rows: readonly Row[],
  read: (row: Row, index: number) => Fact,
  isTheirs: (row: Row) => boolean = () => false,
): readonly Fact[] {
  return rows.flatMap((row, index) => {
    try {
      return [read(row, index)]
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error
      if (isUnderstood(() => isTheirs(row))) return []
      if (!ask.unread) throw error
      ask.unread({ key: `${asked} row`, message: `${asked}: a row cannot be read: ${error.message}` })
      return []
    }
  })
}

/** Returns what `is` returns. Returns false when the row cannot be read at all. */
function isUnderstood(is: () => boolean): boolean {
  try {
    return is()
  } catch (error) {
    if (error instanceof NotUnderstood) return false
    throw error
  }
}

/** Runs a parser. Its NotUnderstood becomes CouldNotLook with the question in front. */
export function understood<Fact>(asked: string, parse: () => Fact): Fact {
  try {
    return parse()
  } catch (error) {
    if (error instanceof NotUnderstood) throw new CouldNotLook('not-understood', asked, `${asked}: ${error.message}`, { cause: error })
    throw error
  }
}

function unexpectedExit(asked: string, answer: CommandAnswer): CouldNotLook {
  const said = firstLine(answer.stderr) || firstLine(answer.stdout) || 'it printed no reason'
  if (answer.exitCode === 127) return new CouldNotLook('missing-tool', asked, `${asked}: the program is not there (${said})`)
  return new CouldNotLook('not-understood', asked, `${asked} exited ${answer.exitCode}: ${said}`)
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 300)
}
