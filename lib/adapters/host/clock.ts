import { type Command, NotUnderstood } from '../command.ts'
import { onlyLine } from '../lines.ts'

/** The time by the clock of the machine that the command runs on. A process's age is judged by this clock, which recorded its start. */
export const clock: Command<Date> = {
  argv: ['date', '-u', '+%s'],
  parse: ({ stdout }) => {
    const line = onlyLine(stdout)
    if (!/^\d{9,11}$/.test(line)) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 40))}, wanted seconds since 1970`)
    return new Date(Number(line) * 1000)
  },
}
