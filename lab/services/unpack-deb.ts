import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../cloud/tools.ts'
import { run } from '../host/run.ts'

/**
 * Unpacks one Debian package into a folder of the cache, unless that folder exists. `download` must put the package's .deb file
 * into the folder `work`.
 */
export async function unpackDeb(folder: string, download: (work: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return
  mkdirSync(cacheDir, { recursive: true })
  const work = mkdtempSync(join(cacheDir, 'fetch-'))
  try {
    await download(work)
    const [archive = ''] = readdirSync(work).filter((name) => name.endsWith('.deb'))
    await run(['dpkg', '-x', join(work, archive), join(work, 'files')])
    if (!existsSync(folder)) renameSync(join(work, 'files'), folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
