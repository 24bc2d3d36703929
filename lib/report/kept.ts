/** Reads the results of earlier runs from a folder of reports. Commands that look back with the history file alone do not use this. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from '../files/read-regular.ts'
import { RunResult, resultSchemaId } from './result.ts'
import { Results } from './results.ts'

export type Kept =
  | { readonly is: 'run'; readonly result: RunResult }
  /** One report of several sites. */
  | { readonly is: 'sites'; readonly results: Results }
  /** A run that was killed leaves a folder without a result. */
  | { readonly is: 'absent' }
  /** `why`: half a sentence about the file, such as `it is not JSON`. */
  | { readonly is: 'unreadable'; readonly why: string }

/** Run ids as `newRunId` makes them: folders with such names sort by time. */
export const runId = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]{4}$/

/** Reads a result.json. A run whose start is not a time cannot be compared with others, so it counts as unreadable. */
export function readKept(file: string): Kept {
  let value: unknown
  try {
    value = JSON.parse(readText(file))
  } catch (error) {
    if (error instanceof SyntaxError) return { is: 'unreadable', why: 'it is not JSON' }
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { is: 'absent' }
    return { is: 'unreadable', why: error instanceof Error ? error.message : String(error) }
  }
  const { data } = RunResult.safeParse(value)
  if (data && hasTime(data)) return { is: 'run', result: data }
  const several = Results.safeParse(value)
  if (several.success && several.data.sites.every(hasTime)) return { is: 'sites', results: several.data }
  return { is: 'unreadable', why: `it is not an ${resultSchemaId} document` }
}

/** A report may be dated up to this far in the future, because the clock may have been set back a little since. */
const clockMs = 5 * 60_000

/** Whether the run is dated in the future: the clock was wrong then, or is wrong now. Such a run must not pass for the newest one. */
export function isOfFuture({ run }: RunResult, now: Date): boolean {
  return Date.parse(run.startedAt) - now.getTime() > clockMs
}

/** The run in a result.json. Undefined when no run can be read from it. */
export function runIn(file: string): RunResult | undefined {
  const kept = readKept(file)
  return kept.is === 'run' ? kept.result : undefined
}

/** The folders of runs, by name, newest first. Empty when nothing can be listed. */
export function runFolders(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter((name) => runId.test(name))
      .toSorted()
      .toReversed()
      .map((name) => join(dir, name))
  } catch {
    return []
  }
}

function hasTime({ run }: RunResult): boolean {
  return Number.isFinite(Date.parse(run.startedAt))
}
