import type { Command } from '../command.ts'
import { processesOf } from '../host/processes.ts'

/** One nginx process. A reload leaves the master, starts new workers and lets the old ones finish what they serve. */
export interface Process {
  readonly pid: number
  readonly parentPid: number
  readonly started: Date
  readonly role: 'master' | 'worker' | 'draining' | 'other'
}

/**
 * nginx tells in its command line what each process is for. Of several the one that reads the site's configuration; without one, those that
 * init started: containers on this machine have theirs, and their processes show here as well. Empty when none runs.
 */
export function processes(config: string | undefined): Command<readonly Process[]> {
  return processesOf('nginx', (all) => {
    const masters = all.filter(({ commandLine }) => roleOf(commandLine) === 'master')
    const named = masters.filter(({ commandLine }) => config !== undefined && / -c (\S+)/.exec(commandLine)?.[1] === config)
    const own = new Set((named.length > 0 ? named : masters.filter(({ parentPid }) => parentPid === 1)).map(({ pid }) => pid))
    return all
      .filter(({ pid, parentPid }) => own.has(pid) || own.has(parentPid))
      .map(({ commandLine, ...process }) => ({ ...process, role: roleOf(commandLine) }))
  })
}

/** ngx_process_cycle.c: `cache manager process` and the like are neither. */
function roleOf(command: string): Process['role'] {
  if (command.startsWith('nginx: master process')) return 'master'
  if (/^nginx: worker process is shutting down\b/.test(command)) return 'draining'
  return command.startsWith('nginx: worker process') ? 'worker' : 'other'
}
