import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from '../files/read-regular.ts'
import { RunResult, resultSchemaId } from './result.ts'
import { Results } from './results.ts'

export interface PastRuns {
  /** Newest first. */
  readonly runs: readonly RunResult[]
  /** One sentence for each report that is there and cannot be read. */
  readonly problems: readonly string[]
}

/** Runs that are read: two months of nights. */
const most = 60
const runFolder = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]+$/

/**
 * The live runs of a folder of reports, or the one run of its folder or its result.json. In a folder of many a replay is left out: it would
 * stand for the cloud. Throws what the system says when nothing is there: `ENOENT`.
 */
export function readPastRuns(path: string): PastRuns {
  const runs: RunResult[] = []
  const problems: string[] = []
  const files = resultFiles(path)
  const isOne = files[0] === path || files[0] === join(path, 'result.json')
  for (const file of files) {
    if (runs.length === most) break
    const read = readRun(file)
    if (typeof read === 'object') runs.push(...(isOne || read.run.mode === 'live' ? [read] : []))
    // A run that was killed leaves a folder without a result.
    else if (read !== 'absent') problems.push(`${file} cannot be read as a report: ${read}`)
  }
  // By the time they began, not by name: a folder may hold runs that were copied together.
  return { runs: runs.toSorted((a, b) => Date.parse(b.run.startedAt) - Date.parse(a.run.startedAt)), problems }
}

function resultFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path)
  if (names.includes('result.json')) return [join(path, 'result.json')]
  return names
    .filter((name) => runFolder.test(name))
    .sort()
    .reverse()
    .map((name) => join(path, name, 'result.json'))
}

/** The result; else `absent`, or why it is none. */
function readRun(file: string): RunResult | string {
  try {
    const value: unknown = JSON.parse(readText(file))
    // One report of several sites: each of them has left its own.
    if (Results.safeParse(value).success) return 'absent'
    const { data } = RunResult.safeParse(value)
    return data && Number.isFinite(Date.parse(data.run.startedAt)) ? data : `it is not an ${resultSchemaId} document`
  } catch (error) {
    if (error instanceof SyntaxError) return 'it is not JSON'
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : String(error)
  }
}
