import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'
import { type ConfigArgs, configArgs } from './config-args.ts'

export interface ConductorProcess extends ConfigArgs {
  readonly pid: number
  /** The process that started it: of a worker the conductor's own, else 1. */
  readonly parentPid: number
  /** Started by none of the others: the one systemd started. */
  readonly isParent: boolean
  /** Seconds since it started. */
  readonly ageS: number
}

/** -C takes the whole name although the kernel keeps 15 characters of it; pgrep does not. Empty when none runs. */
export const conductorProcesses: Command<readonly ConductorProcess[]> = {
  argv: ['ps', '-ww', '-C', 'magnum-conductor', '-o', 'pid=,ppid=,etimes=,args='],
  // 1: no such process. ps also exits 1 on an error, which it prints.
  exits: [0, 1],
  parse: ({ exitCode, stdout, stderr }) => {
    if (exitCode === 1) {
      if (stdout.trim() === '' && stderr.trim() === '') return []
      throw new NotUnderstood(`exited 1: ${(stderr || stdout).trim().slice(0, 300)}`)
    }
    const rows = wholeLines(stdout).map(rowOf).filter(isConductor)
    const pids = new Set(rows.map((row) => row.pid))
    return rows.map((row) => ({ ...row, isParent: !pids.has(row.parentPid) }))
  },
}

/** The kernel keeps 15 characters of a name, so ps -C also finds the init script of that name, as when show-args is asked meanwhile. */
function isConductor({ args }: ConfigArgs): boolean {
  return !args.some((word) => word.startsWith('/etc/init.d/'))
}

function rowOf(line: string): Omit<ConductorProcess, 'isParent'> {
  const [, pid, parentPid, ageS, command] = /^\s*(\d+)\s+(\d+)\s+(\d+) (.*)$/.exec(line) ?? []
  if (command === undefined || command.trim() === '')
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted pid, parent, age and command line`)
  return { pid: Number(pid), parentPid: Number(parentPid), ageS: Number(ageS), ...configArgs(command) }
}
