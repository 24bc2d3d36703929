import { join } from 'node:path'
import { stateFolder } from '../phase/state-folder.ts'

/** The history of a site: `~/.local/state/openstack-gates/prod/history.sqlite`. It need not exist. Throws as `stateFolder` does. */
export function historyFile(site: string, env: NodeJS.ProcessEnv = process.env): string {
  return join(stateFolder(site, env), 'history.sqlite')
}
