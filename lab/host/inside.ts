import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Host } from '../cloud/table.ts'
import { hostPid, startLog } from './host.ts'
import { end, namespaceMates } from './process.ts'
import { attempt, type Ran, run } from './run.ts'

/** Runs a program as root inside a host, even when the host's sshd is broken. An exit code other than 0 is returned, not thrown. */
export function attemptIn(one: Host, argv: readonly string[], input?: string): Promise<Ran> {
  return attempt(entering(one, argv), input === undefined ? {} : { input })
}

/** As `attemptIn`, for a program that must succeed. */
export function runIn(one: Host, argv: readonly string[], input?: string): Promise<string> {
  return run(entering(one, argv), input === undefined ? {} : { input })
}

/** The path by which this machine reaches a file inside the host. No part of `path` may be a symbolic link: a link can lead out of the host. */
export function inside(one: Host, path: string): string {
  return join(`/proc/${demandPid(one)}/root`, path)
}

/** Writes a file in a running host and makes its folders; root owns them. */
export function writeInside(one: Host, path: string, text: string, mode = 0o644): void {
  const file = inside(one, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, mode)
}

/**
 * Restarts sshd in a plain host and ends the sessions of that sshd. In new sessions even root lacks the capabilities in `without`, whatever sudo
 * allows.
 */
export async function startSshd(one: Host, without: readonly string[] = []): Promise<void> {
  const init = demandPid(one)
  for (const { pid, name } of namespaceMates(init)) if (name === 'sshd') await end(pid, 'SIGKILL')
  const bounds = without.map((capability) => `-${capability}`).join(',')
  await runIn(one, [
    ...(bounds ? ['setpriv', '--inh-caps', bounds, '--bounding-set', bounds] : []),
    '/usr/sbin/sshd',
    '-E',
    '/run/sshd.log',
  ])
}

function entering(one: Host, argv: readonly string[]): string[] {
  const pid = demandPid(one)
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  return ['nsenter', '-t', String(pid), '-m', '-u', '-i', '-p', '--', 'env', '-i', path, 'LC_ALL=C.UTF-8', ...argv]
}

function demandPid(one: Host): number {
  const pid = hostPid(one)
  if (pid === undefined) throw new Error(`${one.name} is not up: ${startLog(one) || 'run lab/up'}`)
  return pid
}
