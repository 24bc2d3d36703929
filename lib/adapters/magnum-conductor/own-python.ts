import { posix } from 'node:path'
import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { absolutePath } from '../../transport/names.ts'
import { describe, type Target } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe, understood } from '../command.ts'
import { isPython, pythonOf } from './driver.ts'
import { conductorProcesses } from './live.ts'
import { processesOfService } from './of-service.ts'
import { rootsFolder, rootsPath } from './roots-own.ts'
import { showArgs } from './show-args.ts'

/** The Python of Ubuntu and Debian. Only root can replace this Python, so the gates may run it. Any other Python must be named in root's files. */
const distribution = /^\/usr\/bin\/python3(?:\.\d{1,2})?$/

/**
 * The Python that the unit's service runs the conductor with. Only the process that systemd started is believed, because any account can start a
 * magnum-conductor with any command line. A Python other than the distribution's must also be named by root's own files, and be where no other
 * account can write.
 */
export async function ownPython(ask: Ask, on: Target): Promise<string> {
  const asked = describe({ kind: 'command', on, argv: conductorProcesses.argv })
  const processes = await processesOfService(ask, on)
  const isRetitled = processes.some((one) => one.isParent && one.isRetitled)
  const running = isRetitled ? undefined : understood(asked, () => pythonOf(processes))
  if (running !== undefined && distribution.test(running)) return running
  const named = await namedByScript(ask, on)
  if (running === undefined && distribution.test(named)) return named
  if (running !== undefined && named !== running)
    throw new CouldNotLook(
      'not-understood',
      asked,
      `${asked}: the conductor says that it runs as ${running}, but its service starts ${named}`,
    )
  await observe(ask, on, rootsPath(named))
  await observe(ask, on, rootsFolder(posix.dirname(posix.dirname(named))))
  return named
}

/** The first line of a Python program: `#!/opt/magnum/bin/python3`. */
function interpreterOf(program: string): Command<string> {
  return {
    argv: ['head', '-c', '256', program],
    parse: ({ stdout }) => {
      const [, python = ''] = /^#! ?(\S+)(?: -\w+)?\n/.exec(stdout) ?? []
      if (!isPython(python))
        throw new NotUnderstood(`begins ${JSON.stringify(stdout.slice(0, 40))}, wanted "#!" and the Python that runs it`)
      return python
    },
  }
}

/** Asks the init script, which belongs to root, which program it starts. Returns the Python that the first line of this program names. */
async function namedByScript(ask: Ask, on: Target): Promise<string> {
  const { args, syntaxError } = await observe(ask, on, showArgs)
  const asked = describe({ kind: 'command', on, argv: showArgs.argv })
  const [program = ''] = args
  if (program === '')
    throw new CouldNotLook('not-understood', asked, `${asked} names no program${syntaxError === undefined ? '' : `: ${syntaxError}`}`)
  return observe(ask, on, interpreterOf(absolutePath.checked(program, asked)))
}
