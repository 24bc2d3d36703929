import type { Ask } from '../../transport/ask.ts'
import { describe, type Target } from '../../transport/question.ts'
import { NotUnderstood, observe, understood } from '../command.ts'
import { type ConductorService, conductorService } from './conductor-service.ts'
import { type ConductorProcess, conductorProcesses } from './live.ts'

/**
 * The process that systemd started, and its workers. Any account can start another magnum-conductor, which says nothing about the service. Empty when
 * none runs. Throws CouldNotLook when systemd and ps do not agree, for example during a restart.
 */
export async function processesOfService(ask: Ask, on: Target): Promise<readonly ConductorProcess[]> {
  const [processes, { mainPid }] = await Promise.all([observe(ask, on, conductorProcesses), observe(ask, on, conductorService)])
  return understood(describe({ kind: 'command', on, argv: conductorProcesses.argv }), () => {
    if (processes.length === 0) return []
    if (mainPid === undefined) throw new NotUnderstood('a magnum-conductor runs, but systemd did not start it')
    const own = startedBy(mainPid, processes)
    if (own.length === 0) throw new NotUnderstood(`process ${mainPid}, which systemd started, is not among the magnum-conductors that run`)
    return own
  })
}

/**
 * Processes that were started by hand or by another account, and not by systemd or the service's own process. Empty during a restart, while it is
 * unclear which process is which.
 */
export function processesBeside(processes: readonly ConductorProcess[], { mainPid }: ConductorService): readonly ConductorProcess[] {
  const own = mainPid === undefined ? [] : startedBy(mainPid, processes)
  if (mainPid !== undefined && own.length === 0) return []
  return processes.filter((one) => !own.includes(one))
}

/**
 * The process that systemd started, and its workers. Empty when systemd started none. Returns all processes when ps does not list
 * the one that systemd started, as during a restart. The restart itself shows in the state of the service.
 */
export function processesAsSeen(processes: readonly ConductorProcess[], { mainPid }: ConductorService): readonly ConductorProcess[] {
  if (mainPid === undefined) return []
  const own = startedBy(mainPid, processes)
  return own.length === 0 ? processes : own
}

function startedBy(mainPid: number, processes: readonly ConductorProcess[]): readonly ConductorProcess[] {
  return processes.filter(({ pid, parentPid }) => pid === mainPid || parentPid === mainPid)
}
