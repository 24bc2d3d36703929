import { type Command, NotUnderstood } from '../command.ts'
import { onlyLine } from '../lines.ts'
import { type ConfigArgs, configArgs } from './config-args.ts'

/** The command line that the init script would start the conductor with. */
export interface ShowArgs extends ConfigArgs {
  /** The init script printed nothing at all, because the daemon's program is missing or not executable. It exits 0 all the same. */
  readonly isEmpty: boolean
  /**
   * The shell's syntax error in the init script or in /etc/default, such as
   * `2: /etc/default/magnum-conductor: Syntax error: Unterminated quoted string`. The script cannot start the daemon then, and `args` is empty.
   */
  readonly syntaxError?: string
}

const script = '/etc/init.d/magnum-conductor'
const nothing = { args: [], configFiles: [], configDirs: [] } as const

/**
 * The init script's argument show-args comes from openstack-pkg-tools. The script's own usage text does not mention it. Never run this command as
 * root: as root, the script also makes and chowns directories.
 */
export const showArgs: Command<ShowArgs> = {
  argv: [script, 'show-args'],
  // 2: the shell cannot read the script or /etc/default. 3: the script printed its usage, because it has no show-args.
  exits: [0, 2, 3],
  parse: ({ exitCode, stdout, stderr }) => {
    if (exitCode === 3) throw new NotUnderstood('this init script has no show-args: it does not come from openstack-pkg-tools')
    if (exitCode === 2) return { ...nothing, isEmpty: false, syntaxError: syntaxErrorIn(stderr) }
    if (stdout.trim() === '') return { ...nothing, isEmpty: true }
    const line = onlyLine(stdout)
    if (!line.startsWith('/'))
      throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted a command line that begins with a path`)
    return { ...configArgs(line), isEmpty: false }
  },
}

function syntaxErrorIn(stderr: string): string {
  const line = stderr.split('\n').find((one) => /syntax error/i.test(one))
  if (line === undefined) throw new NotUnderstood(`exited 2: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
  return line.startsWith(`${script}: `) ? line.slice(script.length + 2) : line
}
