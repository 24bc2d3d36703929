import type { Command } from '../command.ts'
import { processesOf } from '../host/processes.ts'

/** One nginx process. A reload keeps the master, starts new workers and lets the old ones finish what they serve. */
export interface Process {
  readonly pid: number
  readonly parentPid: number
  readonly started: Date
  readonly role: 'master' | 'worker' | 'draining' | 'other'
}

/**
 * The processes of the site's nginx: its masters and their children. Its masters are the first of these sets that is not empty: the masters whose
 * command line names the site's configuration, those that init started with nginx's default configuration, and all that init started. Every other
 * nginx is left out, for example one in a container, or MAAS's own (`-c /var/lib/maas/http/nginx.conf`) beside the site's. Empty when all three sets
 * are empty.
 */
export function processes(config: string | undefined): Command<readonly Process[]> {
  return processesOf('nginx', (all) => {
    const masters = all.filter(({ commandLine }) => roleOf(commandLine) === 'master')
    const named = masters.filter(({ commandLine }) => config !== undefined && configOf(commandLine) === config)
    const byInit = masters.filter(({ parentPid }) => parentPid === 1)
    const nameless = byInit.filter(({ commandLine }) => [undefined, ownDefault].includes(configOf(commandLine)))
    const [chosen = []] = [named, nameless, byInit].filter(({ length }) => length > 0)
    const own = new Set(chosen.map(({ pid }) => pid))
    return all
      .filter(({ pid, parentPid }) => own.has(pid) || own.has(parentPid))
      .map(({ commandLine, ...process }) => ({ ...process, role: roleOf(commandLine) }))
  })
}

/** The configuration that nginx of Debian and Ubuntu reads when its command line names none. */
const ownDefault = '/etc/nginx/nginx.conf'

function configOf(commandLine: string): string | undefined {
  return / -c (\S+)/.exec(commandLine)?.[1]
}

/** nginx sets its process titles in ngx_process_cycle.c. `cache manager process` and the like are neither master nor worker. */
function roleOf(command: string): Process['role'] {
  if (command.startsWith('nginx: master process')) return 'master'
  if (/^nginx: worker process is shutting down\b/.test(command)) return 'draining'
  return command.startsWith('nginx: worker process') ? 'worker' : 'other'
}
