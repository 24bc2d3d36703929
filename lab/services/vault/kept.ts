import { existsSync } from 'node:fs'
import { makeStateDir, state } from '../../host/state.ts'
import { writeInitFile } from './init-file.ts'

/** Stands for the file with vault's keys that an operator has kept since vault was initialized. Only root may look into its folder. */
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
