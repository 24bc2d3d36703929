import { closeSync, fchownSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A lock that this process holds until it calls `release` or ends. When the process is killed, the lock is free again. */
export interface Lock {
  release(): void
}

/** The error code SQLITE_BUSY: another process has the lock (sqlite.org/rescode.html). */
const busy = 5

/**
 * Takes a kernel lock on a folder, through SQLite because Node cannot ask for one. A kernel lock ends with its process, so no stale lock remains.
 * `held`: another process has the lock. Throws when the folder cannot hold a lock.
 */
export function takeLock(folder: string, name = 'lock'): Lock | 'held' {
  const path = join(folder, name)
  makeForOwner(folder, path)
  const database = new DatabaseSync(path, { timeout: 0 })
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

/**
 * When root is the first to need the lock file, makes the file and gives it to the owner of the folder. For an account that may only read the file,
 * SQLite takes a shared lock and reports no error. Several processes can have a shared lock at once.
 */
function makeForOwner(folder: string, path: string): void {
  if (process.getuid?.() !== 0) return
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      const { uid, gid } = statSync(folder)
      fchownSync(file, uid, gid)
    } finally {
      closeSync(file)
    }
  } catch {
    // The file is there already, or it cannot be made or given to the owner. If this prevents a lock, SQLite reports the error.
  }
}
