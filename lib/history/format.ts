import type { DatabaseSync } from 'node:sqlite'

/**
 * The migrations of a history's tables, oldest first. `PRAGMA user_version` is the number of migrations that a file has been through. A released
 * migration is never edited: a change is a new entry.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE runs (
     n INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     site TEXT NOT NULL,
     mode TEXT NOT NULL,
     started_at TEXT NOT NULL,
     duration_ms REAL NOT NULL,
     verdict TEXT NOT NULL,
     exit_code INTEGER NOT NULL,
     interrupted INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX runs_by_mode ON runs (mode, n);
   CREATE TABLE gates (
     run INTEGER NOT NULL REFERENCES runs (n) ON DELETE CASCADE,
     place INTEGER NOT NULL,
     gate TEXT NOT NULL,
     phase TEXT NOT NULL,
     severity TEXT NOT NULL,
     verdict TEXT NOT NULL,
     duration_ms REAL NOT NULL,
     blocked_by TEXT,
     messages TEXT NOT NULL,
     causes TEXT NOT NULL,
     findings TEXT NOT NULL,
     PRIMARY KEY (gate, run)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX gates_by_run ON gates (run, place);`,
  `CREATE TABLE parts (
     run INTEGER NOT NULL REFERENCES runs (n) ON DELETE CASCADE,
     part TEXT NOT NULL,
     PRIMARY KEY (part, run)
   ) STRICT, WITHOUT ROWID;`,
]

/** The number of the format that a file has. */
export function formatOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version)
}

/**
 * Brings a file to the newest format: either all missing steps take effect, or none does. Two processes may safely do this to one file at the same
 * time.
 */
export function migrate(db: DatabaseSync, steps: readonly string[] = migrations): void {
  if (formatOf(db) >= steps.length) return
  transaction(db, () => {
    for (const step of steps.slice(formatOf(db))) db.exec(step)
    db.exec(`PRAGMA user_version = ${steps.length}`)
  })
}

/** Does all of `work` or nothing of it. Waits until no other process writes. */
export function transaction(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (error) {
    // A full disk may have ended the transaction already.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
