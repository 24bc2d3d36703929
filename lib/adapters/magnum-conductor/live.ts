import type { Heard } from '../heard.ts'
import { liveProcessesOf } from '../host/processes.ts'
import { type ConfigArgs, configArgs } from './config-args.ts'

export interface ConductorProcess extends ConfigArgs {
  readonly pid: number
  /** The pid of the parent process: for a worker, the conductor's main process; for a process that systemd started, 1. */
  readonly parentPid: number
  /** True when systemd or a person started the process. False when another conductor process started it. */
  readonly isParent: boolean
  /** The account that it runs as: `magnum` */
  readonly account: string
  /** Stopped or ended processes are listed like any other. */
  readonly state: Heard
  /** By the unit's own clock. */
  readonly startedAt: Date
  /**
   * Whether the process wrote a title over its command line and environment, as magnum 23 does. Then `args` begins with the path of the program, not
   * with that of the Python interpreter, and /proc/PID/environ says nothing.
   */
  readonly isRetitled: boolean
}

/** Empty when none runs. */
export const conductorProcesses = liveProcessesOf('magnum-conductor', (all): readonly ConductorProcess[] => {
  const rows = all
    .map(({ pid, parentPid, account, state, started, commandLine }) => {
      const title = titleIn(commandLine)
      const isRetitled = title !== undefined
      return { pid, parentPid, account, state, startedAt: started, isRetitled, ...configArgs(title ?? commandLine) }
    })
    .filter((row) => row.isRetitled || isConductor(row))
  const pids = new Set(rows.map((row) => row.pid))
  return rows.map((row) => ({ ...row, isParent: !pids.has(row.parentPid) }))
})

/**
 * Reads the title that a process wrote over its command line. `magnum-conductor: master process [/usr/bin/magnum-conductor --config-file=…]` gives
 * the text in the brackets. `magnum-conductor: ServiceWrapper worker(0)` gives an empty text. A command line without such a title gives undefined.
 */
function titleIn(commandLine: string): string | undefined {
  const [, worker, master] = /^magnum-conductor: (?:(\S+ worker\(\d+\))|master process \[(.*)\])$/.exec(commandLine) ?? []
  return worker === undefined ? master : ''
}

/**
 * `ps -C` also finds three kinds of process that are not conductors. The init script has the same process name, and runs while it answers
 * `show-args`. A fresh fork of the init script may start another program before ps reads its command line. An ended process is listed as
 * `[magnum-conducto] <defunct>`.
 */
function isConductor({ args }: ConfigArgs): boolean {
  return args.some((word) => /(?:^|\/)magnum-conductor$/.test(word)) && !args.some((word) => word.startsWith('/etc/init.d/'))
}
