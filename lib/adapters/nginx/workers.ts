import { processesOf } from '../host/processes.ts'

/** One nginx process. A reload leaves the master, starts new workers and lets the old ones finish what they serve. */
export interface Process {
  readonly pid: number
  readonly parentPid: number
  readonly started: Date
  readonly role: 'master' | 'worker' | 'draining' | 'other'
}

/** nginx tells in its command line what each process is for. Empty when none runs. */
export const processes = processesOf('nginx', (all): readonly Process[] =>
  all.map(({ commandLine, ...process }) => ({ ...process, role: roleOf(commandLine) })),
)

/** ngx_process_cycle.c: `cache manager process` and the like are neither. */
function roleOf(command: string): Process['role'] {
  if (command.startsWith('nginx: master process')) return 'master'
  if (/^nginx: worker process is shutting down\b/.test(command)) return 'draining'
  return command.startsWith('nginx: worker process') ? 'worker' : 'other'
}
