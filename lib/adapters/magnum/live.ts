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

/** The kernel keeps 15 characters of a name, so ps -C also finds the init script of that name, as when show-args is asked meanwhile. */
function isConductor({ args }: ConfigArgs): boolean {
  return !args.some((word) => word.startsWith('/etc/init.d/'))
}
