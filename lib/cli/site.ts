import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../phase/config-error.ts'
import { redacted, writeReportFile } from '../report/folder.ts'
import { type IndexedRun, siteIndex } from '../report/html/site-index.ts'
import { isOfFuture, readKept } from '../report/kept.ts'
import { ofFuture } from '../report/past-runs.ts'
import { counted } from '../report/plain-text.ts'
import { complain, processRedactor } from './complain.ts'
import { mustBeFile } from './outputs.ts'

/** A run's folder may be at most this many levels below a given folder, such as `collected/prod/2026-11-28T02-15-00Z-57cc` below the folder `.`. */
const deepest = 3

/** Runs `gates site`. Its exit code is 0 when every report was read, and 3 when one cannot be read. Throws UsageError when no report is found. */
export async function siteCommand(folders: readonly string[], flags: { readonly html?: string }): Promise<number> {
  const [first, ...others] = folders
  if (first === undefined) throw new UsageError('site: wanted folders of reports, received none. For example: bin/gates site reports/')
  if (flags.html === undefined && others.length > 0)
    throw new UsageError(
      'site: wanted one folder, received several. For several, add --html FILE, with FILE in a folder that holds them all',
    )
  const file = resolve(flags.html ?? join(first, 'index.html'))
  for (const folder of folders) mustHoldReports(folder, file)
  mustBeFile('--html', file, {})
  const redactor = processRedactor()
  const runs: IndexedRun[] = []
  const problems: string[] = []
  const now = new Date()
  const paths = new Set(folders.flatMap((folder) => resultFiles(resolve(folder), deepest)))
  for (const path of paths) {
    const kept = readKept(path)
    if (kept.is === 'unreadable') problems.push(`${redactor.redact(relative(dirname(file), path))} cannot be read as a report: ${kept.why}`)
    if (kept.is === 'run' && kept.result.run.mode === 'live' && isOfFuture(kept.result, now)) {
      problems.push(ofFuture(redactor.redact(relative(dirname(file), path)), kept.result))
      continue
    }
    // A report of several sites is left out of the page, because each of these sites also has a report of its own.
    if (kept.is === 'run') {
      const report = join(dirname(path), 'report.html')
      runs.push({
        result: redacted(kept.result, (text) => redactor.redact(text)),
        ...(existsSync(report) ? { report: relative(dirname(file), report).split(sep).join('/') } : {}),
      })
    }
  }
  if (runs.length + problems.length === 0)
    throw new UsageError(`site: wanted reports, received ${folders.join(', ')}: no result.json of a run was found there`)
  for (const problem of problems) complain(problem)
  await writeReportFile(file, siteIndex(runs, { problems }))
  process.stdout.write(`${relative(process.cwd(), file) || file}: ${counted(runs.length, 'run')}\n`)
  return problems.length > 0 ? 3 : 0
}

function mustHoldReports(folder: string, file: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`site: wanted a folder of reports, received ${folder}, which is not a folder`)
  const from = relative(dirname(file), resolve(folder))
  if (from === '..' || from.startsWith(`..${sep}`))
    throw new UsageError(
      `site: wanted folders below the folder of ${file}, received ${folder}: the page would link to reports outside its own folder`,
    )
}

/** The `result.json` files in the folder, at most `depth` folders down. Links are left out: a link such as `latest` would count its run twice. */
function resultFiles(folder: string, depth: number): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isFile() && entry.name === 'result.json') return [path]
    return entry.isDirectory() && depth > 0 && entry.name !== 'evidence' ? resultFiles(path, depth - 1) : []
  })
}
