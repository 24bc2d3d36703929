import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Held by this process until it is released or the process ends, in whatever way. */
export interface Lock {
  release(): void
}

/** SQLITE_BUSY: another process holds it (sqlite.org/rescode.html). */
const busy = 5

/**
 * The lock of a folder, or `held`. It is one that the kernel keeps, taken through SQLite, which is how Node can ask for one: the kernel takes
 * it from a process that was killed, so that nothing must be guessed about who still lives. Throws where the folder cannot hold one.
 */
export function takeLock(folder: string): Lock | 'held' {
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    // Without a journal of its own on the disk, which may be full.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if ((error as { readonly errcode?: unknown }).errcode === busy) return 'held'
    throw error
  }
  return { release: () => database.close() }
}
