import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { UsageError } from '../phase/config-error.ts'
import { asTyped } from '../phase/typed.ts'
import { printable } from '../redact/printable.ts'
import { plain } from '../report/plain-text.ts'
import { complain, freshRedactor, processRedactor } from './complain.ts'
import { addExceptions } from './program/exceptions.ts'
import { addLint } from './program/lint.ts'
import { addMachineAndAuthors } from './program/machine.ts'
import { addPast } from './program/past.ts'
import { addLooking } from './program/run.ts'
import { addShowing } from './program/show.ts'

const program = new Command('gates')
  .description('May I go on, and if not, why, and what do I type next? Health gates for a Charmed OpenStack cloud.')
  .version(packageJson.version)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(printable(text.replace(/^error: /, 'gates: '), { multiline: true })) })
  .addHelpText(
    'after',
    asTyped(`
Examples:
  bin/gates run --phase 07              look at the cloud of your site file
  bin/gates run --phase 07 --replay     the same gates on the bundled recordings: no cloud needed
  bin/gates explain D-045               symptom, cause and fix of a trap
  bin/gates doctor                      is this machine fit to look at a cloud?

Exit codes: 0 go on · 1 a gate failed · 2 usage or configuration · 3 a gate could not look · 130 interrupted`),
  )

// The help lists the commands in this order. Their options and help texts load now; the code of a command loads only when it runs.
for (const add of [addLooking, addExceptions, addPast, addShowing, addLint, addMachineAndAuthors]) add(program)

/** Runs one command, which sets the exit code of the process. `args`: what follows the name of the program. */
export async function runProgram(args: readonly string[]): Promise<void> {
  freshRedactor()
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    const exitCode = exitCodeOf(error)
    process.exitCode = exitCode === 0 ? 0 : isForNagios(args) ? nagiosUnknown(error) : exitCode
  }
}

/** Whether the caller is a monitoring system. The options could not be parsed, so the arguments are searched. */
function isForNagios([command = '', ...options]: readonly string[]): boolean {
  return ['run', 'status'].includes(command) && options.includes('--nagios')
}

/** Prints on stdout the line by which a Nagios plugin reports that it could not do its work. Returns the exit code for UNKNOWN, 3. */
function nagiosUnknown(error: unknown): number {
  const said = error instanceof UsageError ? error.message : 'the suite could not run'
  process.stdout.write(`GATES UNKNOWN - ${plain(processRedactor().redact(said)).replaceAll('|', '/')}\n`)
  return 3
}

/** Prints one sentence for an error that the user can fix, and the stack for a bug. Returns the exit code. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (!(error instanceof UsageError)) {
    complain(`this is a bug in the suite and says nothing about the cloud.\n${error instanceof Error ? error.stack : String(error)}`)
    return 2
  }
  complain(error.message)
  return 2
}
