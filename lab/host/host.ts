import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../cloud/table.ts'
import { inBackground } from './background.ts'
import { addBasics } from './basics.ts'
import { leaveCgroup, makeCgroup } from './cgroup.ts'
import { Layer } from './layer.ts'
import { children, end, findProcess } from './process.ts'
import { makeStateDir, state } from './state.ts'

/** A plain host runs this script when it starts, if the file exists. A host that needs nothing besides sshd does not have the file. */
export const startScript = '/etc/lab/start.sh'

/**
 * Starts a host unless it runs. `furnish` puts the files that only this host needs into its root file system. The host may not answer yet when
 * startHost returns.
 */
export function startHost(one: Host, furnish: (layer: Layer) => void): void {
  if (findProcess(unshare(one)) !== undefined) return
  makeStateDir('hosts', one.host, 'mnt')
  const layer = new Layer(state('hosts', one.host, 'layer'))
  addBasics(layer, one)
  furnish(layer)
  const cgroup = one.boots === 'systemd' ? makeCgroup(one.host) : ''
  const log = logFile(one)
  rmSync(log, { force: true })
  inBackground(['/bin/sh', '-c', '[ -z "$0" ] || echo $$ > "$0/cgroup.procs"; exec "$@"', cgroup, ...unshare(one)], { log })
}

/** Kills a host with all its processes; its mounts go with them. */
export async function stopHost(one: Host): Promise<void> {
  const [init, outer] = [hostPid(one), findProcess(unshare(one))]
  if (outer !== undefined) await end(outer, 'SIGKILL')
  if (init !== undefined) await end(init, 'SIGKILL')
  await leaveCgroup(one.host)
}

/** The host's PID 1 as this machine numbers it; undefined when the host is down. */
export function hostPid(one: Host): number | undefined {
  const outer = findProcess(unshare(one))
  return outer === undefined ? undefined : children(outer)[0]
}

/** What the host's start printed, for error messages. */
export function startLog(one: Host): string {
  return existsSync(logFile(one)) ? readFileSync(logFile(one), 'utf8').trim() : ''
}

/** The command line that makes a host's namespaces; a running host is recognised by it. */
function unshare(one: Host): string[] {
  const { boots } = one
  const namespaces = ['--mount', '--pid', '--fork', '--uts', '--ipc', ...(boots === 'systemd' ? ['--cgroup'] : [])]
  return [
    'unshare',
    ...namespaces,
    '--propagation',
    'private',
    '--kill-child',
    '/bin/sh',
    join(import.meta.dirname, 'start.sh'),
    state('hosts', one.host),
    boots,
  ]
}

function logFile(one: Host): string {
  makeStateDir('log')
  return state('log', `${one.host}.log`)
}
