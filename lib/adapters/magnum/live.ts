import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'
import { type ConfigArgs, configArgs } from './config-args.ts'

export interface ConductorProcess extends ConfigArgs {
  readonly pid: number
  /** The process that started it: of a worker the conductor's own, else 1. */
  readonly parentPid: number
  /** Started by none of the others: the one systemd started. */
  readonly isParent: boolean
  /** By the unit's own clock. */
  readonly startedAt: Date
}

/** -C takes the whole name although the kernel keeps 15 characters of it; pgrep does not. Empty when none runs. */
export const conductorProcesses: Command<readonly ConductorProcess[]> = {
  // The start as a time of day: in an LXD container ps counts elapsed time from the container's uptime (canonical/lxd#3517).
  argv: ['env', 'LC_ALL=C', 'TZ=UTC0', 'ps', '-ww', '-C', 'magnum-conductor', '-o', 'pid=,ppid=,lstart=,args='],
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
  const [, pid, parentPid, started, command] = rowShape.exec(line) ?? []
  const startedAt = new Date(`${started} UTC`)
  if (command === undefined || command.trim() === '' || Number.isNaN(startedAt.getTime()))
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted pid, parent, start and command line`)
  return { pid: Number(pid), parentPid: Number(parentPid), startedAt, ...configArgs(command) }
}

/** `    104       1 Sun Nov 22 10:29:53 2026 /usr/bin/python3 /usr/bin/magnum-conductor …` */
const rowShape = /^\s*(\d+)\s+(\d+) ([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}) (.*)$/
