import type { DatabaseSync } from 'node:sqlite'

export interface Limits {
  /** At most this many live runs are kept, and at most this many replays. The two are counted apart, so that replays do not push out live runs. */
  readonly runs: number
  readonly days: number
  /** This many of the newest runs are kept, whatever their age. A clock that was wrong for a moment can make all runs look too old. */
  readonly atLeast: number
  readonly megabytes: number
}

/** Enough for 400 days of nightly runs and for 600 runs that people start by hand. */
export const limits: Limits = { runs: 1000, days: 400, atLeast: 20, megabytes: 64 }

/** Removes runs that are too old, too many or too large, oldest first. The newest always stays. */
export function prune(db: DatabaseSync, { runs, days, atLeast, megabytes }: Limits, now = new Date()): void {
  const oldest = new Date(now.getTime() - days * 86_400_000).toISOString()
  const kept = (count: number) => `SELECT n FROM runs AS newer WHERE newer.mode = runs.mode ORDER BY n DESC LIMIT ${count}`
  db.exec(`DELETE FROM runs WHERE n NOT IN (${kept(runs)})`)
  db.prepare(`DELETE FROM runs WHERE started_at < ? AND n NOT IN (${kept(atLeast)})`).run(oldest)
  while (usedBytes(db) > megabytes * 1_000_000) {
    const { changes } = db
      .prepare(
        'DELETE FROM runs WHERE n IN (SELECT n FROM runs ORDER BY n LIMIT max(1, (SELECT count(*) / 10 FROM runs))) AND n < (SELECT max(n) FROM runs)',
      )
      .run()
    if (changes === 0) return
  }
}

/** The bytes of the database that are in use. Free pages are not counted: SQLite keeps them in the file and uses them again. */
function usedBytes(db: DatabaseSync): number {
  const number = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0])
  return (number('page_count') - number('freelist_count')) * number('page_size')
}
