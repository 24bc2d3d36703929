import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'

interface Background {
  /** The program's output is appended to this file. */
  readonly log: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a program that keeps running after this process has ended. */
export function inBackground([program = '', ...args]: readonly string[], { log, env = {} }: Background): void {
  const file = openSync(log, 'a', 0o600)
  spawn(program, args, {
    detached: true,
    stdio: ['ignore', file, file],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...env },
    cwd: '/',
  }).unref()
  closeSync(file)
}

/** The end of what a program printed, for a message. */
export function endOfLog(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n') : 'it has said nothing'
}
