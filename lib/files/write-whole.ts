import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { destinationOf } from './destination.ts'
import { NotReadable } from './read-regular.ts'

/** Temporary files that are not complete yet. They are removed when the process exits. */
const begun = new Set<string>()
process.on('exit', () => {
  for (const path of begun) rmSync(path, { force: true })
})

/**
 * Gives the file its name only when every byte is on the disk, so that a reader never sees half a file. Follows links. Refuses to replace anything
 * that is not a file. Rejects with the system's error, such as `ENOSPC`.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const to = destinationOf(path)
  if (to.kind !== 'file') throw new NotReadable(to.kind === 'special' ? `${to.what}, not a file` : 'an open file of this process')
  const fresh = join(dirname(to.path), `.${basename(to.path)}.${process.pid}-${randomBytes(4).toString('hex')}`)
  begun.add(fresh)
  try {
    const file = await open(fresh, 'wx', mode)
    try {
      // On a full disk, the first sign is a short write. writeFile then tries to write the rest, and so meets the error.
      await file.writeFile(content)
      await file.chmod(mode)
      await keepOwner(file, to.path)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(fresh, to.path)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  } finally {
    begun.delete(fresh)
  }
}

/** Whether this is a temporary file that a killed process left behind for one of these files: `.state.json.4711-9f3ac01d` for `state.json`. */
export function isUnfinished(name: string, of: ReadonlySet<string>): boolean {
  const [, base] = /^\.(.+)\.\d+-[0-9a-f]{8}$/.exec(name) ?? []
  return base !== undefined && of.has(base)
}

/** A file that root rewrites keeps its owner. */
async function keepOwner(file: FileHandle, path: string): Promise<void> {
  const before = await stat(path).catch(() => undefined)
  if (before === undefined || process.getuid?.() !== 0) return
  await file.chown(before.uid, before.gid)
}
