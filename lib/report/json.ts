import type { RunResult } from './result.ts'

/** One document and a line break: what `--json` prints and `result.json` holds. */
export function jsonReport(result: RunResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
