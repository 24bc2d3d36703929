import { PastGate, PastRun } from '../report/past.ts'

type Row = Readonly<Record<string, unknown>>

/** The run in a row of `runs`. */
export function runOf(row: Row): PastRun {
  return PastRun.parse({
    id: row.id,
    site: row.site,
    mode: row.mode,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    verdict: row.verdict,
    exitCode: row.exit_code,
    interrupted: row.interrupted === 1,
  })
}

/** The gate in a row of `gates`. */
export function gateOf(row: Row): PastGate {
  return PastGate.parse({
    gate: row.gate,
    phase: row.phase,
    severity: row.severity,
    verdict: row.verdict,
    durationMs: row.duration_ms,
    ...(row.blocked_by === null ? {} : { blockedBy: row.blocked_by }),
    messages: JSON.parse(String(row.messages)),
    causes: JSON.parse(String(row.causes)),
    findings: JSON.parse(String(row.findings)),
  })
}
