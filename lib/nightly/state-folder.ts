import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { UsageError } from '../phase/config-error.ts'

/**
 * Where nightly runs of a site keep what the next one must know: `$GATES_STATE_DIR`, else `$XDG_STATE_HOME/openstack-gates`, else
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
    'No folder is known in which the nightly run can keep its state: HOME is not set and this account has no home. Set GATES_STATE_DIR, e.g. GATES_STATE_DIR=/var/lib/openstack-gates',
  )
}

/** Makes the folder. Throws what the system says. */
export function makeStateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

function homeOr(other: string): string {
  try {
    return homedir()
  } catch {
    // No HOME, and no entry in the passwd file.
    return other
  }
}
