import { type Command, NotUnderstood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** When the haproxy that takes new connections was started or last reloaded; absent when none runs. */
export interface Running {
  readonly since?: Date
}

/**
 * Start times as times of day, by the machine's own clock: in an LXD container the elapsed time of a process is wrong, since ps counts it
 * from the container's uptime (canonical/lxd#3517). The file times it is compared with come from the same clock.
 */
export const running: Command<Running> = {
  argv: ['env', 'LC_ALL=C', 'TZ=UTC0', 'ps', '-ww', '-C', 'haproxy', '-o', 'pid=,ppid=,lstart='],
  // 1: no such process. ps also exits 1 on an error, which it prints.
  exits: [0, 1],
  parse: ({ exitCode, stdout, stderr }) => {
    if (exitCode === 1) {
      if (stdout.trim() === '' && stderr.trim() === '') return {}
      throw new NotUnderstood(`exited 1: ${(stderr || stdout).trim().slice(0, 300)}`)
    }
    const latest = Math.max(...serving(wholeLines(stdout).map(processIn)).map((one) => one.started.getTime()))
    return Number.isFinite(latest) ? { since: new Date(latest) } : {}
  },
}

interface Process {
  readonly pid: number
  readonly parent: number
  readonly started: Date
}

/**
 * The workers, as a reload starts new ones and leaves their master as it is; or the process itself where there is no master.
 * Those of containers on this machine are none of init's children, nor theirs.
 */
function serving(all: readonly Process[]): readonly Process[] {
  const own = all.filter((one) => one.parent === 1)
  return own.flatMap((one) => {
    const workers = all.filter((other) => other.parent === one.pid)
    return workers.length > 0 ? workers : [one]
  })
}

/** `   106       1 Sun Nov 22 10:29:53 2026` */
function processIn(line: string): Process {
  const [, pid, parent, started] = /^\s*(\d+)\s+(\d+) ([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})$/.exec(line) ?? []
  const date = new Date(`${started} UTC`)
  if (started === undefined || Number.isNaN(date.getTime()))
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted pid, parent and start`)
  return { pid: Number(pid), parent: Number(parent), started: date }
}
