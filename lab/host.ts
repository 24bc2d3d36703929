import { spawn } from 'node:child_process'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { addUbuntu } from './account.ts'
import { leaveCgroup, makeCgroup } from './cgroup.ts'
import { hostKey } from './keys.ts'
import { Layer } from './layer.ts'
import { children, end, findProcess, namespaceMates } from './process.ts'
import { attempt, type Ran, run } from './run.ts'
import { makeStateDir, state } from './state.ts'
import { type Host, sshPort } from './table.ts'

export const sshdConfig = '/etc/ssh/sshd_config'
/** What a plain host runs at its start, besides sshd; not there for one that needs no more. */
export const startScript = '/etc/lab/start.sh'
export const hostKeyFile = '/etc/ssh/ssh_host_ed25519_key'

/** Starts a host unless it runs; `furnish` lays into its root what it is there for. It does not answer yet. */
export function startHost(one: Host, furnish: (layer: Layer) => void): void {
  if (findProcess(unshare(one)) !== undefined) return
  makeStateDir('hosts', one.host, 'mnt')
  const layer = new Layer(state('hosts', one.host, 'layer'))
  addBasics(layer, one)
  furnish(layer)
  const cgroup = one.boots === 'systemd' ? makeCgroup(one.host) : ''
  const log = openSync(logFile(one), 'w', 0o600)
  const child = spawn('/bin/sh', ['-c', '[ -z "$0" ] || echo $$ > "$0/cgroup.procs"; exec "$@"', cgroup, ...unshare(one)], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    cwd: '/',
  })
  closeSync(log)
  child.unref()
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

/** Runs a program as root inside a host, whatever state its sshd is in. Any exit code is an answer. */
export function attemptIn(one: Host, argv: readonly string[], input?: string): Promise<Ran> {
  return attempt(entering(one, argv), input === undefined ? {} : { input })
}

/** As `attemptIn`, for a program that must succeed. */
export function runIn(one: Host, argv: readonly string[], input?: string): Promise<string> {
  return run(entering(one, argv), input === undefined ? {} : { input })
}

/** A file of the host as this machine reaches it. No symbolic link may be on the way: it would lead out of the host. */
export function inside(one: Host, path: string): string {
  return join(`/proc/${demandPid(one)}/root`, path)
}

/** Writes a file in a running host, its folders made; root's. */
export function writeInside(one: Host, path: string, text: string, mode = 0o644): void {
  const file = inside(one, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, mode)
}

/** Starts sshd anew in a plain host, ending its sessions; its root lacks the named capabilities, whatever sudo says. */
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

/** What the host's start printed, for error messages. */
export function startLog(one: Host): string {
  return existsSync(logFile(one)) ? readFileSync(logFile(one), 'utf8').trim() : ''
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

/** The command line that makes a host's namespaces, and that a running host is known by. */
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
    join(import.meta.dirname, 'host/start.sh'),
    state('hosts', one.host),
    boots,
  ]
}

function logFile(one: Host): string {
  makeStateDir('log')
  return state('log', `${one.host}.log`)
}

function addBasics(layer: Layer, one: Host): void {
  layer.file('/etc/hostname', `${one.host}\n`)
  layer.file('/etc/hosts', `127.0.0.1 localhost\n${one.metal} ${one.host}\n`)
  addUbuntu(layer)
  layer.file(hostKeyFile, readFileSync(hostKey(one)), { mode: 0o600 })
  layer.file(`${hostKeyFile}.pub`, readFileSync(`${hostKey(one)}.pub`))
  layer.file(sshdConfig, sshd(one))
  layer.file('/etc/default/ssh', '')
}

function sshd(one: Host): string {
  return `ListenAddress ${one.metal}
Port ${sshPort}
HostKey ${hostKeyFile}
PidFile /run/sshd.pid
PermitRootLogin no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
MaxStartups 100
LogLevel ERROR
`
}
