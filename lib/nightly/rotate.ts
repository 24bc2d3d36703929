import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isUnfinished } from '../files/write-whole.ts'
import type { Nightly } from '../phase/nightly.ts'
import { readKept, runId } from '../report/kept.ts'

export interface Rotation {
  /** The folder that holds a folder per run. The runs may belong to several sites. */
  readonly dir: string
  readonly site: string
  readonly keep: Nightly['keep']
  readonly now: Date
}

const goneName = /^\.gone-\d{4}-\d\d-\d\dT[\w-]+$/
/** The files that a run leaves. A folder with any other file in it is kept: somebody else put that file there. */
const ours = new Set(['report.txt', 'junit.xml', 'result.json', 'audit.jsonl', 'evidence', 'report.html', 'ctrf.json'])

/**
 * Removes the reports that have at least `keep.runs` newer ones and are also older than `keep.days`. Only reports of `site`, and of runs without a
 * result, are counted and removed. The newest complete report, links, and all else that is not the folder of a run stay. Returns the ids of the
 * removed runs. Rejects with the system's error.
 */
export async function rotateReports({ dir, site, keep, now }: Rotation): Promise<readonly string[]> {
  if (!existsSync(dir)) return []
  const names = readdirSync(dir)
  // A folder called `.gone-…` was left by a run that was killed while it removed reports.
  for (const name of names)
    if (goneName.test(name) && isFolder(join(dir, name))) await rm(join(dir, name), { recursive: true, force: true })
  const runs = names
    .filter((name) => runId.test(name) && isFolder(join(dir, name)) && hasOnlyOurs(join(dir, name)))
    .map((name) => ({ name, ...aboutRun(join(dir, name), name) }))
    .filter((run) => run.site === site || run.site === undefined)
    .toSorted((a, b) => (a.name < b.name ? 1 : -1))
  const lastWhole = runs.find((run) => run.isWhole)?.name
  const oldest = now.getTime() - keep.days * 24 * 3_600_000
  const gone = runs.slice(keep.runs).filter(({ name }) => name !== lastWhole && timeOf(name) < oldest)
  for (const { name } of gone) {
    // A report is renamed before it is deleted: under its own name it is complete or absent, so a reader never meets half
    // a report.
    const moved = join(dir, `.gone-${name}`)
    await rename(join(dir, name), moved)
    await rm(moved, { recursive: true, force: true })
  }
  return gone.map(({ name }) => name)
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function hasOnlyOurs(folder: string): boolean {
  return readdirSync(folder).every((name) => ours.has(name) || isUnfinished(name, ours))
}

/**
 * `site`: the site that the run asked. Undefined when the run left no result, e.g. because it was killed. Empty when the result does not show the
 * site.
 */
function aboutRun(folder: string, name: string): { readonly site: string | undefined; readonly isWhole: boolean } {
  const kept = readKept(join(folder, 'result.json'))
  if (kept.is === 'run')
    return { site: kept.result.run.id === name ? kept.result.run.site : '', isWhole: kept.result.run.interrupted !== true }
  // A result that exists but cannot be read may be from a newer version of the suite. It may be of any site, so `site` is empty.
  return { site: kept.is === 'absent' ? undefined : '', isWhole: false }
}

function timeOf(name: string): number {
  const [day, time = ''] = name.split('T')
  return Date.parse(`${day}T${time.slice(0, 8).replaceAll('-', ':')}Z`)
}
