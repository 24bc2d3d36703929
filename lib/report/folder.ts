import { chmod, lstat, mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { destinationOf } from '../files/destination.ts'
import { systemSays } from '../files/system-says.ts'
import { type Patience, writeTo } from '../files/write-to.ts'
import { writeWhole } from '../files/write-whole.ts'
import { printable } from '../redact/printable.ts'
import type { HtmlOptions } from './html/context.ts'
import { htmlReport } from './html/page.ts'
import { jsonReport } from './json.ts'
import { type JUnitOptions, junitReport } from './junit.ts'
import { RunResult } from './result.ts'
import { terminalReport } from './terminal.ts'

export interface ReportOptions extends JUnitOptions {
  /** The folder in which each run gets a folder of its own. It is created when it is missing. */
  readonly dir: string
  /** Takes the secrets out of a text. */
  readonly redact: (text: string) => string
  readonly phases: HtmlOptions['phases']
  /** The path that report.txt shows for `dir`. Absent: report.txt shows `dir` itself. */
  readonly shownAs?: string
  /** As in the terminal report. */
  readonly siteFlag?: string
  /** As in the HTML report. */
  readonly history?: NonNullable<HtmlOptions['history']>
  /**
   * Called for each file that could not be written, unless no file could be written. Also called when `latest` cannot point at this run, e.g. because
   * `latest` is not a link.
   */
  readonly onProblem?: (problem: Error) => void
}

/** Reports could not be written, or not completely. The message is one sentence for the operator. */
export class ReportsNotWritten extends Error {
  override readonly name = 'ReportsNotWritten'
  /** The system's name for the error: `EACCES`, `ENOSPC`. Undefined when the error did not come from the system. */
  readonly code: string | undefined
  /** The file or folder that is missing. */
  readonly path: string

  constructor(path: string, error: unknown, todo = 'Choose another folder with --report-dir DIR.') {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
    super(`Reports cannot be written to ${path}: ${systemSays(error)}. ${todo}`, { cause: error })
    this.code = code
    this.path = path
  }
}

const reportColumns = 100

/**
 * Writes a run's reports into its folder, each file whole or not at all, and points `latest` at the folder. Older runs' folders stay. Returns the
 * folder. Throws when no file could be written.
 */
export async function writeReports(result: RunResult, options: ReportOptions): Promise<string> {
  const { dir, redact, phases } = options
  const folder = join(dir, folderName(result.run.id))
  const clean = redacted(result, redact)
  const reportDir = redact(join(options.shownAs ?? dir, result.run.id))
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // mkdir leaves the mode of an existing folder as it is. The folder of a live run usually exists already: the audit log is written into it first.
    await chmod(folder, 0o700)
  } catch (error) {
    throw new ReportsNotWritten(folder, error)
  }
  const text = () => {
    const { siteFlag } = options
    return terminalReport(clean, {
      colour: false,
      width: reportColumns,
      phases,
      reportDir,
      ...(siteFlag === undefined ? {} : { siteFlag }),
    })
  }
  const problems = await eachWritten(folder, {
    'junit.xml': () => junitReport(clean, options),
    'report.txt': text,
    'report.html': () => htmlReport(clean, options),
  })
  // result.json is written last, because it names the other reports that could not be written.
  const missing = [...(clean.run.notWritten ?? []), ...problems.map(({ file }) => redact(file))]
  const whole = missing.length === 0 ? clean : { ...clean, run: { ...clean.run, notWritten: missing } }
  problems.push(...(await eachWritten(folder, { 'result.json': () => jsonReport(whole) })))
  const [first] = problems
  if (first && problems.length === 4) throw new ReportsNotWritten(folder, first.error)
  for (const { file, error } of problems) options.onProblem?.(new ReportsNotWritten(file, error))
  await pointLatest(dir, result.run.id).catch((error: unknown) =>
    options.onProblem?.(error instanceof Error ? error : new Error(String(error))),
  )
  return folder
}

interface Problem {
  readonly file: string
  readonly error: unknown
}

/** Writes each report; one that cannot be made or written does not stop the others. */
async function eachWritten(folder: string, reports: Readonly<Record<string, () => string>>): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const [name, text] of Object.entries(reports)) {
    const file = join(folder, name)
    try {
      await writeWhole(file, text())
    } catch (error) {
      problems.push({ file, error })
    }
  }
  return problems
}

/**
 * Writes one more copy of a report to a path that the operator names, e.g. with `--junit FILE`. A reader never sees half of a file. A pipe, for
 * example, is written into, not replaced.
 */
export async function writeReportFile(
  path: string,
  text: string,
  { mode, ...patience }: Patience & { readonly mode?: number } = {},
): Promise<void> {
  try {
    const to = destinationOf(path)
    if (to.kind !== 'file') return await writeTo(to, text, patience)
    await mkdir(dirname(to.path), { recursive: true, mode: 0o700 })
    await writeWhole(to.path, text, mode)
  } catch (error) {
    throw new ReportsNotWritten(path, error, 'Name another file.')
  }
}

/**
 * The result for every report: without secrets, and without characters that command a terminal or reorder text. Redaction comes first, because
 * wrapping or escaping could split a secret. Secrets are redacted both before and after control sequences are stripped, because stripping can join
 * the parts of a secret.
 */
export function redacted(result: RunResult, redact: (text: string) => string): RunResult {
  return RunResult.parse(redactedValue(result, (text) => cleanText(text, redact)))
}

/** A text as every report shows it. */
export function cleanText(text: string, redact: (text: string) => string): string {
  return printable(redact(stripVTControlCharacters(redact(text))), { multiline: true })
}

/** Fields that are not redacted, because the report's format defines their values. The verdict `pass` stays even if somebody's password is `pass`. */
const contractWords = new Set([
  'schema',
  'verdict',
  'severity',
  'mode',
  'startedAt',
  'state',
  'expires',
  'seenAt',
  'redAt',
  'greenAt',
  'ended',
])
/** Objects whose keys are texts from the cloud, so the keys are redacted too. */
const keyedByText = new Set(['connections'])

function redactedValue(value: unknown, redact: (text: string) => string, name = ''): unknown {
  if (typeof value === 'string') return contractWords.has(name) ? value : redact(value)
  if (Array.isArray(value)) return value.map((item) => redactedValue(item, redact))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [keyedByText.has(name) ? redact(key) : key, redactedValue(item, redact, key)]),
  )
}

/**
 * Makes the link `latest` point to this run. A new link is made under another name and renamed, so that `latest` always exists. Throws, and changes
 * nothing, when `latest` is not a link.
 */
export async function pointLatest(dir: string, runId: string): Promise<void> {
  const before = await lstat(join(dir, 'latest')).catch(() => undefined)
  if (before && !before.isSymbolicLink())
    throw new Error(`${join(dir, 'latest')} is not a symbolic link, so it was left as it is; this run is in ${join(dir, runId)}`)
  const fresh = join(dir, `.latest-${runId}-${process.pid}`)
  await rm(fresh, { force: true })
  await symlink(runId, fresh)
  try {
    await rename(fresh, join(dir, 'latest'))
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}

/** The run id, checked: it must name a folder directly inside the report folder, and not `latest`. */
function folderName(runId: string): string {
  if (!/^[A-Za-z0-9][\w.:+-]*$/.test(runId) || runId === 'latest')
    throw new Error(`the run id ${JSON.stringify(runId)} cannot name a folder`)
  return runId
}
