import { type Command, NotUnderstood } from '../command.ts'
import type { Heard } from '../heard.ts'
import { wholeLines } from '../lines.ts'
import { processState } from './process-state.ts'

export interface Process {
  readonly pid: number
  readonly parentPid: number
  /**
   * When it started, by the machine's own clock, in whole seconds. Up to two seconds early: ps adds the seconds since boot to the time of boot, and
   * both are rounded down.
   */
  readonly started: Date
  /** `/usr/sbin/haproxy -Ws -f /etc/haproxy/haproxy.cfg` */
  readonly commandLine: string
}

/**
 * The processes of a program, including those in containers on the machine. `fact` turns the list, which may be empty, into the answer. ps is asked
 * for a start time, because in an LXD container ps counts elapsed time from the container's uptime (canonical/lxd#3517). `ps -C` also finds names
 * longer than the 15 characters that the kernel keeps; pgrep does not.
 */
export function processesOf<Fact>(program: string, fact: (all: readonly Process[]) => Fact): Command<Fact> {
  return {
    argv: ['env', 'LC_ALL=C', 'TZ=UTC0', 'ps', '-ww', '-C', program, '-o', 'pid=,ppid=,lstart=,args='],
    // 1: no such process. ps also exits 1 on an error, which it prints.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 0) return fact(wholeLines(stdout).map(processIn))
      if (stdout.trim() === '' && stderr.trim() === '') return fact([])
      throw new NotUnderstood(`exited 1: ${(stderr || stdout).trim().slice(0, 300)}`)
    },
  }
}

/**
 * A process with its account and its state. Only the state shows that a process is stopped: ps still lists a stopped process, with the same command
 * line and start time.
 */
export interface LiveProcess extends Process {
  /** The account it runs as, not shortened: `magnum`; a number where the machine knows no name. */
  readonly account: string
  /** The first letter of the state that ps prints for the process. The letters after it are not read. */
  readonly state: Heard
}

/** Like processesOf, but each process also has its account and state. One command asks for all of it, because two lists could differ. */
export function liveProcessesOf<Fact>(program: string, fact: (all: readonly LiveProcess[]) => Fact): Command<Fact> {
  return {
    argv: ['env', 'LC_ALL=C', 'TZ=UTC0', 'ps', '-ww', '-C', program, '-o', 'pid=,ppid=,user:32=,stat=,lstart=,args='],
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 0) return fact(wholeLines(stdout).map(liveProcessIn))
      if (stdout.trim() === '' && stderr.trim() === '') return fact([])
      throw new NotUnderstood(`exited 1: ${(stderr || stdout).trim().slice(0, 300)}`)
    },
  }
}

/** `    120       1 magnum   Ssl  Thu Nov 19 10:00:00 2026 /usr/bin/python3 /usr/bin/magnum-conductor …` */
function liveProcessIn(line: string): LiveProcess {
  const [, numbers = '', account = '', letters = '', rest = ''] = liveShape.exec(line) ?? []
  if (letters === '')
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted pid, parent, account, state, start and command line`)
  return { ...processIn(`${numbers} ${rest}`), account, state: processState.hear(letters.slice(0, 1)) }
}

/** `    104       1 Sun Nov 22 10:29:53 2026 /usr/bin/python3 /usr/bin/magnum-conductor …` */
function processIn(line: string): Process {
  const [, pid, parentPid, started, commandLine = ''] = shape.exec(line) ?? []
  const date = new Date(`${started} UTC`)
  if (commandLine.trim() === '' || Number.isNaN(date.getTime()))
    throw new NotUnderstood(`has the line ${JSON.stringify(line.slice(0, 80))}, wanted pid, parent, start and command line`)
  return { pid: Number(pid), parentPid: Number(parentPid), started: date, commandLine }
}

/** A process number has up to seven digits. */
const shape = /^\s*(\d{1,7})\s+(\d{1,7}) ([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}) (.*)$/
const liveShape = /^(\s*\d{1,7}\s+\d{1,7}) +(\S+) +([A-Za-z][A-Za-z0-9<+]*) +(\S.*)$/
