import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { destinationOf } from './destination.ts'
import { NotReadable } from './read-regular.ts'

/** Files under way. A process that ends before they are whole takes them along. */
const begun = new Set<string>()
process.on('exit', () => {
  for (const path of begun) rmSync(path, { force: true })
})

/**
 * Puts a file under its name when every byte of it is on the disk, and not before; a reader never sees half of it. A link is followed.
 * What is neither a file nor absent is refused: it would be replaced. Rejects with what the system says: `ENOSPC`.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const to = destinationOf(path)
  if (to.kind !== 'file') throw new NotReadable(to.kind === 'special' ? `${to.what}, not a file` : 'an open file of this process')
  const fresh = join(dirname(to.path), `.${basename(to.path)}.${process.pid}-${randomBytes(4).toString('hex')}`)
  begun.add(fresh)
  try {
    const file = await open(fresh, 'wx', mode)
    try {
      // Goes on after a short write, which is how a disk says first that it is full.
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

/** Whether this is what a process that was killed left of one of these files: `.state.json.4711-9f3ac01d` of `state.json`. */
export function isUnfinished(name: string, of: ReadonlySet<string>): boolean {
  const [, base] = /^\.(.+)\.\d+-[0-9a-f]{8}$/.exec(name) ?? []
  return base !== undefined && of.has(base)
}

/** A file that root rewrites stays its owner's. */
async function keepOwner(file: FileHandle, path: string): Promise<void> {
  const before = await stat(path).catch(() => undefined)
  if (before === undefined || process.getuid?.() !== 0) return
  await file.chown(before.uid, before.gid)
}
