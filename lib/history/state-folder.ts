import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { UsageError } from '../phase/config-error.ts'

/**
 * Where the suite keeps what later runs of a site must know: `$GATES_STATE_DIR`, else `$XDG_STATE_HOME/openstack-gates`, else
 * `~/.local/state/openstack-gates`, and in it a folder for the site. The XDG specification has a relative path ignored. Throws a sentence
 * where none of them is known.
 */
export function stateFolder(site: string, env: NodeJS.ProcessEnv = process.env): string {
  const { GATES_STATE_DIR: own = '', XDG_STATE_HOME: xdg = '' } = env
  if (own !== '' && !isAbsolute(own)) throw new UsageError(`$GATES_STATE_DIR: wanted an absolute path, received ${own}`)
  if (own !== '') return join(own, site)
  if (isAbsolute(xdg)) return join(xdg, 'openstack-gates', site)
  const home = homeOr('')
  if (isAbsolute(home)) return join(home, '.local/state/openstack-gates', site)
  throw new UsageError(
    'No folder is known for the history of runs: HOME is not set and this account has no home. Set GATES_STATE_DIR, e.g. GATES_STATE_DIR=/var/lib/openstack-gates',
  )
}

/** The history of a site: `~/.local/state/openstack-gates/prod/history.sqlite`. It need not be there. */
export function historyFile(site: string, env: NodeJS.ProcessEnv = process.env): string {
  return join(stateFolder(site, env), 'history.sqlite')
}

function homeOr(other: string): string {
  try {
    return homedir()
  } catch {
    // No HOME, and no entry in the passwd file.
    return other
  }
}
