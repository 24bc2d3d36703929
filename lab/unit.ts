import { spawn } from 'node:child_process'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { addUbuntu } from './account.ts'
import { leaveCgroup, makeCgroup } from './cgroup.ts'
import { addCluster } from './cluster.ts'
import { haproxyConfig } from './haproxy.ts'
import { hostKey } from './keys.ts'
import { Layer } from './layer.ts'
import { addConductor } from './magnum.ts'
import { children, end, findProcess, namespaceMates } from './process.ts'
import { attempt, type Ran, run } from './run.ts'
import { makeStateDir, state } from './state.ts'
import { addSystemd } from './systemd.ts'
import { runsHaproxy, sshPort, type Unit } from './table.ts'
import { addVault } from './vault/stand-in.ts'

export const sshdConfig = '/etc/ssh/sshd_config'
export const unitHostKey = '/etc/ssh/ssh_host_ed25519_key'

const haproxy = ['/usr/sbin/haproxy', '-W', '-D', '-p', '/run/haproxy.pid', '-f', '/etc/haproxy/haproxy.cfg']

/** Starts a unit unless it runs. Resolves when its first process runs, not when it answers. */
export function startUnit(unit: Unit): void {
  if (findProcess(unshare(unit)) !== undefined) return
  makeStateDir('units', unit.host, 'mnt')
  writeLayer(unit, new Layer(state('units', unit.host, 'layer')))
  const cgroup = unit.app.boots === 'systemd' ? makeCgroup(unit.host) : ''
  const log = openSync(logFile(unit), 'w', 0o600)
  const child = spawn('/bin/sh', ['-c', '[ -z "$0" ] || echo $$ > "$0/cgroup.procs"; exec "$@"', cgroup, ...unshare(unit)], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    cwd: '/',
  })
  closeSync(log)
  child.unref()
}

/** Kills a unit with all its processes; its mounts go with them. */
export async function stopUnit(unit: Unit): Promise<void> {
  const [init, outer] = [unitPid(unit), findProcess(unshare(unit))]
  if (outer !== undefined) await end(outer, 'SIGKILL')
  if (init !== undefined) await end(init, 'SIGKILL')
  await leaveCgroup(unit.host)
}

/** The unit's PID 1 as this machine numbers it; undefined when the unit is down. */
export function unitPid(unit: Unit): number | undefined {
  const outer = findProcess(unshare(unit))
  return outer === undefined ? undefined : children(outer)[0]
}

/** Runs a program as root inside a unit, whatever state its sshd is in. Any exit code is an answer. */
export function attemptIn(unit: Unit, argv: readonly string[], input?: string): Promise<Ran> {
  return attempt(entering(unit, argv), input === undefined ? {} : { input })
}

/** As `attemptIn`, for a program that must succeed. */
export function runIn(unit: Unit, argv: readonly string[], input?: string): Promise<string> {
  return run(entering(unit, argv), input === undefined ? {} : { input })
}

/** A file of the unit as this machine reaches it. No symbolic link may be on the way: it would lead out of the unit. */
export function inside(unit: Unit, path: string): string {
  return join(`/proc/${demandPid(unit)}/root`, path)
}

/** Writes a file in a running unit, its folders made; root's. */
export function writeInside(unit: Unit, path: string, text: string, mode = 0o644): void {
  const file = inside(unit, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, mode)
}

/** Starts sshd anew in a plain unit, ending its sessions; its root lacks the named capabilities, whatever sudo says. */
export async function startSshd(unit: Unit, without: readonly string[] = []): Promise<void> {
  const init = demandPid(unit)
  for (const { pid, name } of namespaceMates(init)) if (name === 'sshd') await end(pid, 'SIGKILL')
  const bounds = without.map((capability) => `-${capability}`).join(',')
  await runIn(unit, [
    ...(bounds ? ['setpriv', '--inh-caps', bounds, '--bounding-set', bounds] : []),
    '/usr/sbin/sshd',
    '-E',
    '/run/sshd.log',
  ])
}

/** Starts haproxy in a plain unit where it was killed. */
export async function startHaproxy(unit: Unit): Promise<void> {
  await runIn(unit, haproxy)
}

/** What the unit's start printed, for error messages. */
export function startLog(unit: Unit): string {
  return existsSync(logFile(unit)) ? readFileSync(logFile(unit), 'utf8').trim() : ''
}

function entering(unit: Unit, argv: readonly string[]): string[] {
  const pid = demandPid(unit)
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  return ['nsenter', '-t', String(pid), '-m', '-u', '-i', '-p', '--', 'env', '-i', path, 'LC_ALL=C.UTF-8', ...argv]
}

function demandPid(unit: Unit): number {
  const pid = unitPid(unit)
  if (pid === undefined) throw new Error(`${unit.name} is not up: ${startLog(unit) || 'run lab/up'}`)
  return pid
}

/** The command line that makes a unit's namespaces, and that a running unit is known by. */
function unshare(unit: Unit): string[] {
  const { boots } = unit.app
  const namespaces = ['--mount', '--pid', '--fork', '--uts', '--ipc', ...(boots === 'systemd' ? ['--cgroup'] : [])]
  return [
    'unshare',
    ...namespaces,
    '--propagation',
    'private',
    '--kill-child',
    '/bin/sh',
    join(import.meta.dirname, 'unit/start.sh'),
    state('units', unit.host),
    boots,
  ]
}

function logFile(unit: Unit): string {
  makeStateDir('log')
  return state('log', `${unit.host}.log`)
}

function writeLayer(unit: Unit, layer: Layer): void {
  layer.file('/etc/hostname', `${unit.host}\n`)
  layer.file('/etc/hosts', `127.0.0.1 localhost\n${unit.metal} ${unit.host}\n`)
  addUbuntu(layer)
  layer.file(unitHostKey, readFileSync(hostKey(unit)), { mode: 0o600 })
  layer.file(`${unitHostKey}.pub`, readFileSync(`${hostKey(unit)}.pub`))
  layer.file(sshdConfig, sshd(unit))
  layer.file('/etc/default/ssh', '')
  if (runsHaproxy(unit)) {
    layer.file('/etc/haproxy/haproxy.cfg', haproxyConfig(unit))
    addCluster(layer, unit)
    layer.file('/etc/lab-start.sh', `${haproxy.join(' ')}\n`)
  }
  if (unit.app.boots === 'systemd') addSystemd(layer, unit.host)
  if (unit.app.name === 'magnum') addConductor(layer)
  if (unit.app.name === 'vault') addVault(layer)
}

function sshd(unit: Unit): string {
  return `ListenAddress ${unit.metal}
Port ${sshPort}
HostKey ${unitHostKey}
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
