import { existsSync } from 'node:fs'
import { makeStateDir, state } from '../../host/state.ts'
import { writeInitFile } from './init-file.ts'

/** The file that an operator kept from the day vault was initialized; only root may look into its folder. */
export const keptInitFile = state('vault', 'init.txt')

/** Writes the file unless it exists: vault hands out its keys only once. */
export function keepInitFile(): void {
  makeStateDir('vault')
  if (!existsSync(keptInitFile)) writeInitFile(keptInitFile)
}

/** The part of a site file that is about vault. `initFile`: the path as the site file must name it. */
export function vaultSite(initFile: string) {
  const today = new Date().toISOString().slice(0, 10)
  return { vault: { initFile, offHostCopy: { where: 'nowhere: these are keys of no vault', made: today } } }
}
