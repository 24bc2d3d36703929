import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { formatOf, migrate, migrations } from './format.ts'
import { HistoryProblem, historySays, isBusy, isDamage } from './history-problem.ts'

/** How long a process waits for another one that is writing. */
const busyMs = 10_000
const elsewhere = 'Choose another folder with GATES_STATE_DIR'

/** statfs(2) types of file systems whose locks or shared memory do not reach every machine: NFS, SMB, CIFS, FUSE, 9P, Ceph, AFS, Lustre. */
const remote = new Set([0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x65735546, 0x01021997, 0x00c36400, 0x5346414f, 0x0bd00bd0])

/**
 * Opens a history file so that runs can be added. Makes a missing file with mode 0600, in a folder of mode 0700. Sets a damaged file aside as
 * `history.sqlite.corrupt-2026-11-28T02-15-00Z`, and calls `onProblem`. Throws HistoryProblem.
 */
export function openToWrite(file: string, onProblem: (sentence: string) => void, now = new Date()): DatabaseSync {
  try {
    return opened(file)
  } catch (error) {
    if (error instanceof HistoryProblem) throw error
    if (!isDamage(error)) throw notKept(file, error)
  }
  try {
    const aside = setAside(file, now)
    if (aside !== undefined)
      onProblem(`The history ${file} is damaged: it was set aside as ${aside}, and a fresh one begins with this run.`)
    return opened(file)
  } catch (error) {
    throw error instanceof HistoryProblem ? error : notKept(file, error)
  }
}

export function notKept(file: string, error: unknown): HistoryProblem {
  return new HistoryProblem('History cannot be written to', file, historySays(error), elsewhere, error)
}

/** Opens the file of a history for reading only; undefined when there is none. Throws HistoryProblem. */
export function openToRead(file: string): DatabaseSync | undefined {
  try {
    // `statSync` throws when this user may not enter the folder, for example because it belongs to another account.
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return undefined
    const db = new DatabaseSync(file, { readOnly: true, timeout: busyMs })
    try {
      refuseNewer(file, formatOf(db))
      // An older format can still be read. Format 0 means that no run was ever completely stored in the file.
      if (formatOf(db) > 0) return db
      db.close()
      return undefined
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw error instanceof HistoryProblem ? error : notRead(file, error)
  }
}

export function notRead(file: string, error: unknown): HistoryProblem {
  const todo = isDamage(error) ? 'The next run sets the damaged file aside and begins a fresh history' : elsewhere
  return new HistoryProblem('History cannot be read from', file, historySays(error), todo, error)
}

function opened(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // SQLite creates files beside the database, such as the journal. These files get the mode of the database file.
  closeSync(openSync(file, 'a', 0o600))
  const db = new DatabaseSync(file, { timeout: busyMs })
  try {
    refuseNewer(file, formatOf(db))
    useJournal(db, dirname(file))
    db.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    migrate(db)
    const said = db.prepare('PRAGMA quick_check(1)').get()?.quick_check
    if (said !== 'ok') throw Object.assign(new Error(String(said)), { errcode: 11 })
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Refuses a file that a newer version wrote: the same words may mean something else in it. */
function refuseNewer(file: string, format: number): void {
  if (format <= migrations.length) return
  throw new HistoryProblem(
    'History is left alone in',
    file,
    `a newer version of this suite wrote it (format ${format}, this one knows ${migrations.length})`,
    'Use that version, or choose another folder with GATES_STATE_DIR',
  )
}

/** With a write-ahead log, a run can read while another run writes. Such a log does not work on network file systems: it needs shared memory. */
function useJournal(db: DatabaseSync, folder: string): void {
  try {
    db.exec(`PRAGMA journal_mode = ${remote.has(statfsSync(folder).type >>> 0) ? 'DELETE' : 'WAL'}`)
  } catch (error) {
    // A busy error means that another process has the file open. This process then uses the journal that the other process chose.
    if (!isBusy(error)) throw error
  }
}

/**
 * Returns the damaged file's new name; undefined when another process was first. The lock keeps a process from setting aside a fresh file that
 * another process has just made.
 */
function setAside(file: string, now: Date): string | undefined {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: busyMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    if (isSound(file)) return undefined
    const aside = `${file}.corrupt-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
    // The log is renamed before the file itself. Otherwise a fresh file could be given the log of the damaged one.
    for (const part of ['-wal', '-journal']) if (existsSync(file + part)) renameSync(file + part, aside + part)
    rmSync(`${file}-shm`, { force: true })
    renameSync(file, aside)
    return aside
  } finally {
    lock.close()
  }
}

function isSound(file: string): boolean {
  try {
    opened(file).close()
    return true
  } catch {
    return false
  }
}
