import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { sshPort } from './cloud/table.ts'
import { until } from './host/run.ts'

/** The smallest backlog that Node passes on. The kernel queues one connection more than this; after that it answers no SYN. */
const least = 1
const plenty = 128

/**
 * Makes addresses silent until the returned function is called. `deaf`: SYNs are never answered, as behind a firewall that drops them. `mute`: a
 * connection is established, but no greeting comes.
 */
export async function fallSilent({
  deaf,
  mute,
}: {
  readonly deaf: readonly string[]
  readonly mute: readonly string[]
}): Promise<() => void> {
  const places = [...deaf.map((address) => `${address} ${sshPort} ${least}`), ...mute.map((address) => `${address} ${sshPort} ${plenty}`)]
  const child = spawn(process.execPath, [join(import.meta.dirname, 'silent-listener.ts'), ...places], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await until('the silent addresses', async () => (isStopped(child.pid) ? undefined : 'they still listen'))
  const full = deaf.flatMap((address) => [1, 2, 3].map(() => hold(address)))
  await until('their backlogs to be full', async () => {
    const left = deaf.length - new Set(full.filter((one) => !one.connecting).map((one) => one.remoteAddress)).size
    return left === 0 ? undefined : `${left} are not`
  })
  return () => {
    for (const one of full) one.destroy()
    child.kill('SIGKILL')
  }
}

/** A connection that no program will ever accept. */
function hold(host: string): Socket {
  return connect({ host, port: sshPort }).on('error', () => {})
}

/** In /proc/PID/stat, the state comes after the name, which is in parentheses (proc(5)). */
function isStopped(pid = 0): boolean {
  return / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\)/, ''))
}
