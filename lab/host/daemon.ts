import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { endOfLog, inBackground } from './background.ts'
import { children, end, namespaceMates, processesOn, signalIfThere } from './process.ts'

export interface Daemon {
  /** The daemon's name, which is also the name of the folder that it runs in. */
  readonly name: string
  readonly argv: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

// in a PID namespace of its own: a killed parent cannot leave workers behind, whatever it forked
const namespace = ['unshare', '--pid', '--fork', '--kill-child']

/** Starts a daemon in the background, unless it already runs. What the daemon prints goes to `<dir>/<name>/log`. */
export function startDaemon(dir: string, { name, argv, env = {} }: Daemon): void {
  if (daemonRuns(dir, name)) return
  mkdirSync(join(dir, name), { recursive: true, mode: 0o700 })
  inBackground([...namespace, folderOf(dir, name), ...argv], {
    log: logOf(dir, name),
    env: { LC_ALL: 'C.UTF-8', HOME: join(dir, name), ...env },
  })
}

/** Whether a daemon runs; without a name, whether any daemon of this folder runs. */
export function daemonRuns(dir: string, name?: string): boolean {
  return outers(dir, name).length > 0
}

/** The daemon's process id on this machine; undefined when the daemon is not running, or has just been started. */
export function daemonPid(dir: string, name: string): number | undefined {
  const [outer] = outers(dir, name)
  return outer === undefined ? undefined : children(outer)[0]
}

/** Signals a daemon and all processes it forked. Throws when the daemon is not up. */
export function signalDaemon(dir: string, name: string, signal: NodeJS.Signals): void {
  const pid = daemonPid(dir, name)
  if (pid === undefined) throw new Error(`${name} is not up: lab/up starts it`)
  for (const mate of namespaceMates(pid)) signalIfThere(mate.pid, signal)
}

/**
 * Kills a daemon with SIGKILL. Without a name, kills all daemons that run in this folder. A killed daemon cannot save its state, and no caller needs
 * that state.
 */
export async function endDaemons(dir: string, name?: string): Promise<void> {
  const ours = outers(dir, name)
  const inner = ours.flatMap(children)
  await Promise.all([...ours, ...inner].map((pid) => end(pid, 'SIGKILL')))
}

/** The last lines that a daemon printed, for a message. */
export function lastWords(dir: string, name: string): string {
  return endOfLog(logOf(dir, name))
}

/** The `unshare` process that started each daemon. The folder on its command line identifies it, because a pid file could be stale or lost. */
function outers(dir: string, name = ''): number[] {
  return processesOn(`--wd=${join(dir, name)}`, ['unshare'])
}

function folderOf(dir: string, name: string): string {
  return `--wd=${join(dir, name)}/`
}

function logOf(dir: string, name: string): string {
  return join(dir, name, 'log')
}
