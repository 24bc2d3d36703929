import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The project this lab belongs to. */
export const projectRoot = dirname(dirname(import.meta.dirname))

/** All the lab's state; removing the folder while the lab is down loses nothing. */
export const stateDir = join(projectRoot, '.lab')

/** For `gates … --site`. */
export const siteFile = state('site.yaml')

/** A path in the state folder. */
export function state(...parts: string[]): string {
  return join(stateDir, ...parts)
}

/** Only root may look inside: the folder holds keys. */
export function makeStateDir(...parts: string[]): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  chmodSync(stateDir, 0o700)
  const dir = state(...parts)
  mkdirSync(dir, { recursive: true })
  return dir
}
