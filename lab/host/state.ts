import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The project this lab belongs to. */
export const projectRoot = dirname(dirname(import.meta.dirname))

/** The folder with all the lab's state. The folder may be removed while the lab is down: the next start makes all that the lab needs. */
export const stateDir = join(projectRoot, '.lab')

/** The lab's site file, for `gates … --site`. */
export const siteFile = state('site.yaml')

/** A path in the state folder. */
export function state(...parts: string[]): string {
  return join(stateDir, ...parts)
}

/** Makes a folder below the state folder. Only root may look inside the state folder: it holds keys. */
export function makeStateDir(...parts: string[]): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  chmodSync(stateDir, 0o700)
  const dir = state(...parts)
  mkdirSync(dir, { recursive: true })
  return dir
}
