import { type Process, processesOf } from '../host/processes.ts'
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
  const scripts = new Set(all.filter(isInitScript).map(({ pid }) => pid))
  const rows = all
    .filter((one) => !scripts.has(one.pid) && !scripts.has(one.parentPid) && !hasEnded(one))
    .map(({ pid, parentPid, started, commandLine }) => ({ pid, parentPid, startedAt: started, ...configArgs(commandLine) }))
  const pids = new Set(rows.map((row) => row.pid))
  return rows.map((row) => ({ ...row, isParent: !pids.has(row.parentPid) }))
})

/** The kernel keeps 15 characters of a name, so ps -C also finds the init script of that name, as when show-args is asked meanwhile, and what it has just started. */
function isInitScript({ commandLine }: Process): boolean {
  return commandLine.includes(' /etc/init.d/')
}

/** `[magnum-conducto] <defunct>`: nothing runs there any more. */
function hasEnded({ commandLine }: Process): boolean {
  return commandLine.endsWith(' <defunct>')
}
