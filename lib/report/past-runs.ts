import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isOfFuture, readKept, runFolders } from './kept.ts'
import { utcMinute } from './plain-text.ts'
import type { RunResult } from './result.ts'

export interface PastRuns {
  /** Newest first. */
  readonly runs: readonly RunResult[]
  /** One sentence for each existing report that cannot be read, or that is dated in the future. */
  readonly problems: readonly string[]
}

/** At most this many runs are read: two months of nightly runs. */
const most = 60

/**
 * `path`: a folder of many reports, the folder of one run, or a result.json. From many reports only live runs are read, because a reader would take a
 * replay for a run against the cloud. Among many reports, a run that is dated in the future is a problem: it would pass for the newest and hide all
 * later runs. Throws the system's `ENOENT` when `path` does not exist.
 */
export function readPastRuns(path: string, now = new Date()): PastRuns {
  const runs: RunResult[] = []
  const problems: string[] = []
  const files = resultFiles(path)
  const isOne = files[0] === path || files[0] === join(path, 'result.json')
  for (const file of files) {
    if (runs.length === most) break
    const kept = readKept(file)
    if (kept.is === 'run' && (isOne || kept.result.run.mode === 'live')) {
      if (!isOne && isOfFuture(kept.result, now)) problems.push(ofFuture(file, kept.result))
      else runs.push(kept.result)
    }
    // A report of several sites is neither read nor a problem: each of its sites also has a report of its own.
    if (kept.is === 'unreadable') problems.push(`${file} cannot be read as a report: ${kept.why}`)
  }
  // Sorted by the time they began. The names can be in another order: a merged run is named when it is merged, but began with its first part.
  return { runs: runs.toSorted((a, b) => Date.parse(b.run.startedAt) - Date.parse(a.run.startedAt)), problems }
}

/** The sentence about a run from the future. */
export function ofFuture(file: string, { run }: RunResult): string {
  return `${file} is left out: it is dated ${utcMinute(run.startedAt)}, which is in the future: the clock was wrong then, or is wrong now`
}

function resultFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  if (readdirSync(path).includes('result.json')) return [join(path, 'result.json')]
  return runFolders(path).map((folder) => join(folder, 'result.json'))
}
