import type { Command } from '../command.ts'

/** The smallest question a unit can be asked: that it answers is the whole answer. */
export const hello: Command<'answered'> = { argv: ['true'], parse: () => 'answered' }
