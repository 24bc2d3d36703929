import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { UsageError } from './config-error.ts'

/**
 * The folder for data that must outlive a run of this site. The folder may not exist yet. A relative `$XDG_STATE_HOME` is ignored, as the XDG
 * specification requires. Throws UsageError for a relative `$GATES_STATE_DIR`, for a malformed site name, and when no place for the folder is known.
 */
export function stateFolder(site: string, env: NodeJS.ProcessEnv = process.env): string {
  // The site's name may come from a report that was made elsewhere. A name like `../prod` would lead out of the folder.
  if (!/^[a-z0-9][a-z0-9-]*(?:\.replay)?$/.test(site))
    throw new UsageError(`A folder for state: wanted a site name of lower case letters, digits and dashes, received ${site}`)
  const { GATES_STATE_DIR: own = '', XDG_STATE_HOME: xdg = '' } = env
  if (own !== '' && !isAbsolute(own)) throw new UsageError(`$GATES_STATE_DIR: wanted an absolute path, received ${own}`)
  if (own !== '') return join(own, site)
  if (isAbsolute(xdg)) return join(xdg, 'openstack-gates', site)
  const home = env.HOME || accountHome()
  if (isAbsolute(home)) return join(home, '.local/state/openstack-gates', site)
  throw new UsageError(
    'No folder for state is known: HOME is not set and this account has no home. Set GATES_STATE_DIR, e.g. GATES_STATE_DIR=/var/lib/openstack-gates',
  )
}

/** The folder for a site's nightly runs. A replay says nothing about the cloud and must neither raise nor end an alert, so it has its own folder. */
export function nightlyFolder(site: string, mode: 'live' | 'replay'): string {
  return stateFolder(mode === 'replay' ? `${site}.replay` : site)
}

function accountHome(): string {
  try {
    return homedir()
  } catch {
    // No HOME, and no entry in the passwd file.
    return ''
  }
}
