import { hostname } from 'node:os'
import { join, relative, resolve } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import type { Phase } from '../phase/phase.ts'
import { type Recording, writeRecording } from '../recording/record.ts'
import type { Redactor } from '../redact/redact.ts'
import { attachmentsOf } from '../report/attachment.ts'
import { ctrfReport } from '../report/ctrf.ts'
import { exposition } from '../report/exposition.ts'
import { type ReportOptions, ReportsNotWritten, redacted, writeReportFile, writeReports } from '../report/folder.ts'
import { htmlReport } from '../report/html/page.ts'
import { jsonReport } from '../report/json.ts'
import { junitReport } from '../report/junit.ts'
import { nagiosLine } from '../report/nagios.ts'
import type { GateResult, RunResult } from '../report/result.ts'
import { terminalReport } from '../report/terminal.ts'
import type { Ran, RunOptions } from '../run/run.ts'
import { neededToReplay } from '../run/select.ts'
import { complain } from './complain.ts'
import { logged, summaryForGitHub } from './github.ts'
import { metricsAfter } from './metrics.ts'
import type { Memory } from './remember.ts'
import type { RunFlags } from './run.ts'
import { hasColour } from './style.ts'
import { Written } from './written.ts'

export interface Telling extends Pick<RunOptions, 'site' | 'source' | 'specs'> {
  readonly phases: readonly Phase[]
  readonly reportDir: string
  readonly redactor: Redactor
  /** Keeps the run for later runs; absent: it is not kept. */
  readonly memory?: Pick<Memory, 'keep' | 'past'>
}

/**
 * Prints a run and writes its reports. Writes the evidence last, so that a failure there never costs a report. Returns the result, which names what
 * could not be written. Its exit code is 2 instead of 0 when nothing that was asked for could be written.
 */
export async function tell({ result, evidence }: Ran, flags: RunFlags, telling: Telling): Promise<RunResult> {
  const { site, source, specs, phases, reportDir, redactor, memory } = telling
  const redact = (text: string) => redactor.redact(text)
  const clean = redacted(result, redact)
  const verdicts = new Map(result.gates.map((gate) => [gate.id, gate.verdict]))
  const isFine = ({ verdict, waived }: GateResult) => (verdict === 'pass' || verdict === 'skip') && waived === undefined
  const notFine = new Map(result.gates.filter((gate) => !isFine(gate)).map((gate) => [gate.id, gate.verdict]))
  const folder = join(reportDir, result.run.id)
  const nearby = relative(process.cwd(), folder)
  const shown = nearby.startsWith('..') ? folder : nearby
  const files = attachmentsOf(notFine.keys(), (gate) => join(folder, 'evidence', `${gate}.yaml`))
  const junit = { hostname: hostname(), strict: flags.strict ?? false, evidence: files }
  const recording = { evidence, site, originOf: originIn(source, result) }

  const outputs = new Written(redact)
  const { junit: junitFile, ctrf, metrics, html: htmlFile, record } = flags
  if (junitFile !== undefined) await outputs.write(junitFile, () => writeReportFile(junitFile, junitReport(outputs.noted(clean), junit)))
  if (ctrf !== undefined)
    await outputs.write(ctrf, () => writeReportFile(ctrf, ctrfReport(outputs.noted(clean), { ...junit, version: packageJson.version })))
  const history = memory?.past()
  const page = { phases, ...siteFlag(flags), ...(history === undefined ? {} : { history }) }
  if (htmlFile !== undefined) await outputs.write(htmlFile, () => writeReportFile(htmlFile, htmlReport(outputs.noted(clean), page)))
  const reports: ReportOptions = {
    dir: reportDir,
    shownAs: relative(process.cwd(), reportDir) || '.',
    redact,
    ...page,
    ...junit,
  }
  const hasFolder = await outputs.write(shown, (onProblem) => writeReports(outputs.noted(clean), { ...reports, onProblem }))
  // Readable for node-exporter's user: the file has verdicts and names of gates, but no text from the cloud.
  if (metrics !== undefined)
    await outputs.write(metrics, () => writeReportFile(metrics, exposition(metricsAfter(outputs.noted(clean), reportDir)), { mode: 0o644 }))
  if (record !== undefined) await outputs.write(record, () => keep(resolve(record), { ...recording, verdicts }, redactor))
  outputs.try('history', () => memory?.keep(outputs.noted(clean)))
  const final = outputs.final(clean)
  if (!flags.silent) show(final, flags, phases, hasFolder ? shown : undefined)
  await summaryForGitHub(final)

  if (notFine.size > 0 && hasFolder) {
    const kept = new Map([...verdicts].filter(([gate]) => neededToReplay(specs, notFine).has(gate)))
    await keep(join(folder, 'evidence'), { ...recording, verdicts: kept }, redactor).catch(complain)
  }
  return final
}

/** The origin to note in a recording. A recording made from a replay keeps the time and the source of the recording that was replayed. */
function originIn(source: RunOptions['source'], { run }: RunResult): Recording['originOf'] {
  return (gate) => {
    const scene = source.mode === 'replay' ? source.replay.scenes.get(gate) : undefined
    if (!scene) return { from: `the live run ${run.id} of site ${run.site}`, at: run.startedAt }
    const { origins, from, at, site } = scene
    return { origins, from, at, ...(site === undefined ? {} : { site }) }
  }
}

async function keep(dir: string, recording: Recording, redactor: Redactor): Promise<void> {
  try {
    await writeRecording(dir, recording, redactor)
  } catch (error) {
    throw new ReportsNotWritten(dir, error)
  }
}

/** Prints a run as its flags ask. */
export function show(result: RunResult, flags: RunFlags, phases: readonly Phase[], reportDir: string | undefined): void {
  if (flags.nagios) return void process.stdout.write(`${nagiosLine(result).line}\n`)
  const stream = flags.json ? process.stderr : process.stdout
  const report = terminalReport(result, {
    colour: hasColour(stream),
    width: stream.columns ?? 100,
    phases,
    quiet: flags.quiet ?? false,
    ...(reportDir === undefined ? {} : { reportDir }),
    ...siteFlag(flags),
  })
  const text = logged(report, result, flags)
  // A write to a closed stdout fails even when the text is empty. The exit code 0 would then become 2, although no output is lost.
  if (text !== '') stream.write(text)
  if (flags.json) process.stdout.write(jsonReport(result))
}

function siteFlag({ site }: RunFlags): { readonly siteFlag?: string } {
  return site === undefined ? {} : { siteFlag: site }
}
