import { nagiosStatus, statusOf, statusSentence } from '../nightly/status.ts'
import { Nightly } from '../phase/nightly.ts'
import { readPhases } from '../phase/phase.ts'
import { readFoundSite } from '../phase/read-site.ts'
import { nightlyFolder } from '../phase/state-folder.ts'
import { printable } from '../redact/printable.ts'
import { utcMinute } from '../report/plain-text.ts'
import { terminalReport } from '../report/terminal.ts'
import { durationMs } from '../run/duration.ts'
import { processRedactor } from './complain.ts'
import { reportDirOf } from './report-dir.ts'
import { hasColour } from './style.ts'

export interface StatusFlags {
  readonly site?: string
  readonly maxAge?: string
  readonly reportDir?: string
  readonly replay?: true
  readonly nagios?: true
}

/**
 * `gates status`: returns the exit code of the last run. Returns 3 when that run is stale or was not finished, or when there is no run. Sends no
 * question to the cloud.
 */
export async function statusCommand(flags: StatusFlags): Promise<number> {
  // A replay without --site is about the example cloud, as for nightly.
  const site = readFoundSite(flags.site ?? (flags.replay ? 'example' : undefined))
  const { everyH } = Nightly.parse(site.nightly ?? {})
  const now = new Date()
  const status = statusOf({
    site: site.name,
    folder: nightlyFolder(site.name, flags.replay ? 'replay' : 'live'),
    reportDir: reportDirOf(flags.reportDir),
    maxAgeH: flags.maxAge === undefined ? everyH : durationMs('--max-age', flags.maxAge) / 3_600_000,
    now,
  })
  if (flags.nagios) {
    const { line, exitCode } = nagiosStatus(status, now)
    process.stdout.write(`${clean(line)}\n`)
    return exitCode
  }
  const { last, notes } = status
  const colour = hasColour(process.stdout)
  const shown = last ? terminalReport(last, { colour, width: process.stdout.columns ?? 100, phases: readPhases(), quiet: true }) : ''
  const head = last ? [`Site ${site.name}, run ${last.run.id} of ${utcMinute(last.run.startedAt)}`] : [`Site ${site.name}`]
  const lines = [...head, ...notes, ...(shown === '' ? [] : ['', shown.trimEnd()])]
  const answer = shown === '' || status.unknown !== undefined ? ['', `Is all well? ${statusSentence(status)}`] : []
  process.stdout.write(`${[...lines, ...answer].join('\n')}\n`)
  return status.exitCode
}

function clean(text: string): string {
  return printable(processRedactor().redact(text))
}
