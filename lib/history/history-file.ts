import { join } from 'node:path'
import { stateFolder } from '../phase/state-folder.ts'

/** The path of a site's history: `~/.local/state/openstack-gates/prod/history.sqlite`. The file may not exist yet. Throws as `stateFolder` does. */
export function historyFile(site: string, env: NodeJS.ProcessEnv = process.env): string {
  return join(stateFolder(site, env), 'history.sqlite')
}
