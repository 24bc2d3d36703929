import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { endOfLog, inBackground } from '../../host/background.ts'
import { children, end, findProcess, processesRunning } from '../../host/process.ts'
import { until } from '../../host/run.ts'
import { demandCgroups, type Hierarchy, hierarchies, makeCgroup, removeCgroup } from './cgroups.ts'

/** The addresses of a machine and of its pods. */
export interface NodeNetwork {
  /** The machine's address outside loopback, in a /24 network. The Kubernetes node on the machine has the same address. */
  readonly address: string
  /** The network of the machine's pods. The first address of this network is the machine's own. */
  readonly pods: string
  /** The address of the machine that the lab runs on, at the other end of the node's cable. Absent: that end is not connected. */
  readonly lab?: string
}

/** The network of a machine that is connected to no other network. */
export const isolated: NodeNetwork = { address: '10.99.0.1', pods: '10.98.0.0/24' }

export const nodeName = 'capi-mgmt-0'

/**
 * The machine that a real node runs on. It has its own namespaces for network, processes, mounts and control groups. Killing its PID 1 ends all that
 * runs on it.
 */
export interface Machine {
  /** Inside it the same folder is `/run/lab`. */
  readonly folder: string
  /** Its PID 1, as this machine numbers it. */
  readonly pid: number
}

/** Starts the lab's machine that belongs to a folder. Rejects when this host cannot run such a machine, and names what the host lacks. */
export async function startMachine(folder: string, { address }: NodeNetwork): Promise<Machine> {
  const found = demandCgroups()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const groups = found.map((hierarchy) => makeCgroup(hierarchy, folder))
  const log = join(folder, 'log')
  rmSync(log, { force: true })
  const joining = 'for group in $GROUPS; do echo $$ > "$group/cgroup.procs" || exit 1; done; exec "$@"'
  inBackground(['/bin/sh', '-c', joining, 'sh', ...command(folder, found)], {
    log,
    env: { GROUPS: groups.join(' '), NODE_ADDRESS: address },
  })
  return { folder, pid: await booted(folder) }
}

/** The machine that runs from a folder; undefined when none does. */
export function machineOf(folder: string): Machine | undefined {
  const outer = outerOf(folder)
  const [pid] = outer === undefined ? [] : children(outer)
  return pid === undefined ? undefined : { folder, pid }
}

/**
 * Kills the processes of the machine in a folder, then removes its control groups, then the folder. A test run that was killed may have left the
 * machine behind.
 */
export async function endMachine(folder: string): Promise<void> {
  const outer = outerOf(folder)
  const inner = outer === undefined ? [] : children(outer)
  // nsenter suspends itself when its child is suspended, and then does not reap the child. PID 1 cannot end before its processes are reaped,
  // so each nsenter is killed too.
  const keepers = inner.flatMap((pid) => processesRunning(['nsenter', '-t', String(pid)]))
  await Promise.all([...inner, ...keepers, ...(outer === undefined ? [] : [outer])].map((pid) => end(pid, 'SIGKILL')))
  for (const hierarchy of hierarchies()) await removeCgroup(hierarchy, folder)
  rmSync(folder, { recursive: true, force: true })
}

/** Starts a program inside a machine, in its control groups; what it prints goes to `<folder>/<name>.log`. */
export function startIn({ folder, pid }: Machine, name: string, argv: readonly string[]): void {
  const joining = ['/bin/sh', '-c', `${joinGroups} exec "$@"`, 'sh']
  inBackground(inMachine({ pid }, [...joining, ...argv]), { log: logOf(folder, name), env: { LC_ALL: 'C.UTF-8', HOME: '/run' } })
}

/** The command line that runs a program to its end inside a machine. */
export function inMachine({ pid }: Pick<Machine, 'pid'>, argv: readonly string[]): string[] {
  return ['nsenter', '-t', String(pid), '--mount', '--pid', '--net', '--ipc', '--uts', '--cgroup', '--', ...argv]
}

/** The end of what a program printed, for a message. */
export function lastLines({ folder }: { readonly folder: string }, name: string): string {
  return endOfLog(logOf(folder, name))
}

function logOf(folder: string, name: string): string {
  return join(folder, `${name}.log`)
}

const joinGroups = 'for group in /sys/fs/cgroup/*; do echo $$ > "$group/cgroup.procs"; done;'

async function booted(folder: string): Promise<number> {
  let pid = 0
  await until('the machine of the node', async () => {
    const outer = outerOf(folder)
    if (existsSync(join(folder, 'ready'))) pid = (outer === undefined ? [] : children(outer))[0] ?? 0
    if (pid > 0) return undefined
    const said = readFileSync(join(folder, 'log'), 'utf8').trim()
    if (outer === undefined && said !== '') throw new Error(`a real node cannot run here: ${said}`)
    return said || 'it has said nothing'
  })
  return pid
}

function outerOf(folder: string): number | undefined {
  return findProcess(command(folder, hierarchies()))
}

/** The command line that makes the namespaces; a running machine is recognised by it. */
function command(folder: string, found: readonly Hierarchy[]): string[] {
  const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--net', '--ipc', '--uts', '--cgroup']
  const groups = found.map(({ path, options }) => `${basename(path)}=${options}`)
  return ['unshare', ...namespaces, '/bin/sh', join(import.meta.dirname, 'machine.sh'), folder, ...groups]
}
