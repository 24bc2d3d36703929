import { processesOf } from '../host/processes.ts'
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

/** Empty when none runs. */
export const conductorProcesses = processesOf('magnum-conductor', (all): readonly ConductorProcess[] => {
  const rows = all
    .map(({ pid, parentPid, started, commandLine }) => ({ pid, parentPid, startedAt: started, ...configArgs(commandLine) }))
    .filter(isConductor)
  const pids = new Set(rows.map((row) => row.pid))
  return rows.map((row) => ({ ...row, isParent: !pids.has(row.parentPid) }))
})

/**
 * ps -C also finds the init script, which has the same name to the kernel, as when show-args is asked meanwhile; what that has just forked,
 * by then with another command line; and what has ended, with none: `[magnum-conducto] <defunct>`.
 */
function isConductor({ args }: ConfigArgs): boolean {
  return args.some((word) => /(?:^|\/)magnum-conductor$/.test(word)) && !args.some((word) => word.startsWith('/etc/init.d/'))
}
