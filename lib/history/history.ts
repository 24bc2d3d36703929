import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Mode, PastGate, PastRun, Sighting } from '../report/past.ts'
import type { GateResult, RunResult } from '../report/result.ts'
import { cutTo, keptFindings } from './findings.ts'
import { transaction } from './format.ts'
import { notKept, notRead, openToRead, openToWrite } from './open-file.ts'
import { limits, prune } from './prune.ts'
import { gateOf, runOf } from './rows.ts'

const longestMessage = 500
/** Worst first: the order in which a gate's messages are kept. */
const worst = ['fail', 'unknown', 'warn', 'skip'] as const

/** One of the runs that a joined run was made from. */
export interface JoinedPart {
  readonly id: string
  /** Whether this run was a shard. The joined run replaces a shard in the history. A run that was not a shard stays there beside the joined run. */
  readonly isShard: boolean
}

export interface Chosen {
  /** Absent: live runs and replays. */
  readonly mode?: Mode
  /** Absent: all that are kept. */
  readonly limit?: number
}

/** The runs of one site that are remembered. Its methods throw HistoryProblem. */
export class History {
  readonly file: string
  readonly #db: DatabaseSync

  constructor(file: string, db: DatabaseSync) {
    this.file = file
    this.#db = db
  }

  /**
   * Adds a run, and removes runs beyond the limits. If either step fails, the history is unchanged. The result must have been redacted.
   * When the run was joined from `parts`, it replaces those parts that are shards. It also replaces every earlier joined run that contains
   * one of the parts.
   */
  add(result: RunResult, parts: readonly JoinedPart[] = []): void {
    try {
      transaction(this.#db, () => {
        this.#remove(parts)
        this.#insert(result, parts)
        prune(this.#db, limits)
      })
    } catch (error) {
      throw notKept(this.file, error)
    }
  }

  /** The runs, the last one added first. They are not sorted by time, because a clock may have been wrong. */
  runs({ mode, limit = -1 }: Chosen = {}): readonly PastRun[] {
    return this.#rows(`SELECT * FROM runs ${mode === undefined ? '' : 'WHERE mode = :mode'} ORDER BY n DESC LIMIT :limit`, {
      ...(mode === undefined ? {} : { mode }),
      limit,
    }).map(runOf)
  }

  /** The gates of a run, in its order; none when there is no such run. */
  gatesOf(runId: string): readonly PastGate[] {
    return this.#rows('SELECT gates.* FROM gates JOIN runs ON runs.n = gates.run WHERE runs.id = :id ORDER BY place', { id: runId }).map(
      gateOf,
    )
  }

  /** What each run recorded about a gate. The run that was added last comes first. Runs without this gate are left out. */
  sightings(gate: string, { mode, limit = -1 }: Chosen = {}): readonly Sighting[] {
    const sql = `SELECT runs.*, gates.gate, gates.phase, gates.severity, gates.verdict AS gate_verdict, gates.duration_ms AS gate_duration_ms,
        gates.blocked_by, gates.messages, gates.causes, gates.findings
      FROM gates JOIN runs ON runs.n = gates.run
      WHERE gates.gate = :gate ${mode === undefined ? '' : 'AND runs.mode = :mode'} ORDER BY runs.n DESC LIMIT :limit`
    return this.#rows(sql, { gate, limit, ...(mode === undefined ? {} : { mode }) }).map((row) => ({
      run: runOf(row),
      gate: gateOf({ ...row, verdict: row.gate_verdict, duration_ms: row.gate_duration_ms }),
    }))
  }

  /**
   * The newest run with exit code 0 in which nothing was red; with a gate, the newest run in which that gate passed. Undefined when there is none.
   */
  lastSuccess(mode: Mode, gate?: string): PastRun | undefined {
    const [row] =
      gate === undefined
        ? this.#rows(`SELECT * FROM runs WHERE mode = :mode AND exit_code = 0 AND verdict <> 'fail' ORDER BY n DESC LIMIT 1`, { mode })
        : this.#rows(
            `SELECT runs.* FROM runs JOIN gates ON runs.n = gates.run
              WHERE runs.mode = :mode AND gates.gate = :gate AND gates.verdict = 'pass' ORDER BY n DESC LIMIT 1`,
            { mode, gate },
          )
    return row === undefined ? undefined : runOf(row)
  }

  close(): void {
    this.#db.close()
  }

  #rows(sql: string, values: Record<string, SQLInputValue>): readonly Record<string, unknown>[] {
    try {
      return this.#db.prepare(sql).all(values)
    } catch (error) {
      throw notRead(this.file, error)
    }
  }

  #remove(parts: readonly JoinedPart[]): void {
    const whole = this.#db.prepare('DELETE FROM runs WHERE n IN (SELECT run FROM parts WHERE part = ?)')
    const shard = this.#db.prepare('DELETE FROM runs WHERE id = ?')
    for (const { id, isShard } of parts) {
      whole.run(id)
      if (isShard) shard.run(id)
    }
  }

  #insert({ run, verdict, exitCode, gates }: RunResult, parts: readonly JoinedPart[]): void {
    this.#db.prepare('DELETE FROM runs WHERE id = ?').run(run.id)
    const { lastInsertRowid: n } = this.#db
      .prepare(
        'INSERT INTO runs (id, site, mode, started_at, duration_ms, verdict, exit_code, interrupted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(run.id, run.site, run.mode, run.startedAt, run.durationMs, verdict, exitCode, run.interrupted ? 1 : 0)
    const part = this.#db.prepare('INSERT OR IGNORE INTO parts (run, part) VALUES (?, ?)')
    for (const { id } of parts) part.run(n, id)
    const insert = this.#db.prepare(
      `INSERT INTO gates (run, place, gate, phase, severity, verdict, duration_ms, blocked_by, messages, causes, findings)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    for (const [place, gate] of gates.entries()) {
      const { id, phase, severity, durationMs, blockedBy = null } = gate
      const texts = [messagesOf(gate), gate.causes.map(({ key }) => key), keptFindings(gate)].map((each) => JSON.stringify(each))
      insert.run(n, place, id, phase, severity, gate.verdict, durationMs, blockedBy, ...texts)
    }
  }
}

/** Opens the history of a site for reading and adding; see `openToWrite`. Throws HistoryProblem. */
export function openHistory(file: string, onProblem: (sentence: string) => void): History {
  return new History(file, openToWrite(file, onProblem))
}

/** Opens the history of a site for reading only. Undefined when no run has been kept. Throws HistoryProblem. */
export function readHistory(file: string): History | undefined {
  const db = openToRead(file)
  return db && new History(file, db)
}

function messagesOf({ claims, causes, reason }: GateResult): readonly string[] {
  const said = worst.flatMap((verdict) => claims.filter((claim) => claim.verdict === verdict).map(({ message, title }) => message || title))
  const texts = [...said, ...causes.map(({ message }) => message), ...(reason === undefined ? [] : [reason])]
  return [...new Set(texts)].slice(0, 10).map((text) => cutTo(longestMessage, text))
}
