import type { Command } from '../command.ts'

/** The smallest question for a unit: the only thing it shows is that the unit answers. */
export const hello: Command<'answered'> = { argv: ['true'], parse: () => 'answered' }
