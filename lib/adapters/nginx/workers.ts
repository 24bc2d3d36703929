import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** One nginx process. A reload leaves the master, starts new workers and lets the old ones finish what they serve. */
export interface Process {
  readonly pid: number
  readonly parentPid: number
  readonly started: Date
  readonly role: 'master' | 'worker' | 'draining' | 'other'
}

/** nginx tells in its command line what each process is for. Times by the machine's own clock. Empty when none runs. */
export const processes: Command<readonly Process[]> = {
  argv: ['env', 'LC_ALL=C', 'TZ=UTC0', 'ps', '-ww', '-C', 'nginx', '-o', 'pid=,ppid=,lstart=,args='],
  // 1: no such process. ps also exits 1 on an error, which it prints.
  exits: [0, 1],
  parse: ({ exitCode, stdout, stderr }) => {
    if (exitCode === 0) return wholeLines(stdout).map(processIn)
    if (stdout.trim() === '' && stderr.trim() === '') return []
    throw new NotUnderstood(`exited 1: ${(stderr || stdout).trim().slice(0, 300)}`)
  },
}

/** `   812     811 Sun Nov 22 10:29:53 2026 nginx: worker process is shutting down` */
function processIn(line: string): Process {
  const [, pid, parentPid, started, command] = /^\s*(\d+)\s+(\d+) (\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}) (.+)$/.exec(line) ?? []
  const date = new Date(`${started} UTC`)
  if (command === undefined || Number.isNaN(date.getTime()))
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted pid, parent, start and command line`)
  return { pid: Number(pid), parentPid: Number(parentPid), started: date, role: roleOf(command) }
}

/** ngx_process_cycle.c: `cache manager process` and the like are neither. */
function roleOf(command: string): Process['role'] {
  if (command.startsWith('nginx: master process')) return 'master'
  if (/^nginx: worker process is shutting down\b/.test(command)) return 'draining'
  return command.startsWith('nginx: worker process') ? 'worker' : 'other'
}
