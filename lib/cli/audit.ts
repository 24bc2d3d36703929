import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RunOptions } from '../run/run.ts'
import { describe } from '../transport/question.ts'

/** Writes each question as one JSON line as soon as it is answered or has failed, so that no line is lost when the run dies later. */
export function auditInto(file: string, redact: (text: string) => string): NonNullable<RunOptions['onAsked']> {
  let ready = false
  return ({ asker, question, startedAt, durationMs: ms, outcome }) => {
    const ended =
      outcome instanceof Error
        ? `could not look: ${outcome.message}`
        : outcome.kind === 'command'
          ? `exit ${outcome.exitCode}`
          : outcome.kind === 'get'
            ? `HTTP ${outcome.status}`
            : 'answered'
    const line = JSON.stringify({ at: startedAt.toISOString(), gate: asker, asked: describe(question), ms: Math.round(ms), ended })
    try {
      if (!ready) mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
      ready = true
      appendFileSync(file, `${redact(line)}\n`, { mode: 0o600 })
    } catch {
      // A failure to write this file is not reported here. The reports go to the same folder, so they cannot be written
      // either, and their failure is reported once.
    }
  }
}
