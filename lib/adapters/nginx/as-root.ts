import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import type { Target } from '../../transport/question.ts'
import { type Command, observe } from '../command.ts'

/** Runs a command about a file that nginx opens. nginx opens its files as root, so the command runs as root where the file is closed to this account. */
export async function observeAsNginx<Fact>(ask: Ask, on: Target, command: Command<Fact>): Promise<Fact> {
  try {
    return await observe(ask, on, command)
  } catch (error) {
    if (!(error instanceof CouldNotLook) || error.kind !== 'credential') throw error
    return observe(ask, on, { ...command, sudo: true })
  }
}
