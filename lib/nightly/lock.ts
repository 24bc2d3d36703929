import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A lock that this process holds until it calls `release` or ends. When the process is killed, the lock is free again. */
export interface Lock {
  release(): void
}

/** SQLITE_BUSY: another process holds it (sqlite.org/rescode.html). */
const busy = 5

/**
 * Takes the lock of a folder. Returns `held` when another process has the lock. The lock is a kernel lock, taken through SQLite because Node cannot
 * ask for one. When the process that holds the lock is killed, the kernel releases the lock, so a stale lock cannot remain. Throws when the folder
 * cannot hold a lock.
 */
export function takeLock(folder: string): Lock | 'held' {
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    // The journal is kept in memory, because a full disk may have no room for a journal file.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if ((error as { readonly errcode?: unknown }).errcode === busy) return 'held'
    throw error
  }
  return { release: () => database.close() }
}
