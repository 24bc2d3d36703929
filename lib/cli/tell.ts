import { hostname } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { type Recording, writeRecording } from '../evidence/record.ts'
import type { Redactor } from '../evidence/redact.ts'
import type { Phase } from '../phase/phase.ts'
import { projectDir } from '../phase/project.ts'
import { ReportsNotWritten, redacted, writeReportFile, writeReports } from '../report/folder.ts'
import { jsonReport } from '../report/json.ts'
import { junitReport } from '../report/junit.ts'
import { nagiosLine } from '../report/nagios.ts'
import type { RunResult } from '../report/result.ts'
import { terminalReport } from '../report/terminal.ts'
import type { Ran, RunOptions } from '../run/run.ts'
import { neededToReplay } from '../run/select.ts'
import { complain } from './complain.ts'
import type { RunFlags } from './run.ts'
import { hasColour } from './style.ts'

export interface Telling extends Pick<RunOptions, 'site' | 'source' | 'specs'> {
  readonly phases: readonly Phase[]
  readonly reportDir: string
  readonly redactor: Redactor
}

/** Prints a run and leaves its reports. What cannot be written is said, and changes no verdict. */
export async function tell({ result, evidence }: Ran, flags: RunFlags, telling: Telling): Promise<void> {
  const { site, source, specs, phases, reportDir, redactor } = telling
  const redact = (text: string) => redactor.redact(text)
  const clean = redacted(result, redact)
  const verdicts = new Map(result.gates.map((gate) => [gate.id, gate.verdict]))
  const notFine = new Map([...verdicts].filter(([, verdict]) => verdict === 'fail' || verdict === 'warn' || verdict === 'unknown'))
  const folder = join(reportDir, result.run.id)
  const nearby = relative(process.cwd(), folder)
  const shown = nearby.startsWith('..') ? folder : nearby
  let written = false
  try {
    const recording = { evidence, site, originOf: originIn(source, result) }
    const kept = new Map([...verdicts].filter(([gate]) => neededToReplay(specs, notFine).has(gate)))
    if (notFine.size > 0) await keep(join(folder, 'evidence'), { ...recording, verdicts: kept }, redactor)
    const files = Object.fromEntries(
      [...notFine.keys()].map((gate) => [gate, relative(projectDir, join(folder, 'evidence', `${gate}.yaml`))]),
    )
    const junit = { hostname: hostname(), strict: flags.strict ?? false, evidence: files }
    await writeReports(result, {
      dir: reportDir,
      shownAs: relative(process.cwd(), reportDir) || '.',
      redact,
      phases,
      ...junit,
      ...siteFlag(flags),
    })
    written = true
    if (flags.record !== undefined) await keep(resolve(flags.record), { ...recording, verdicts }, redactor)
    if (flags.junit !== undefined) await writeReportFile(resolve(flags.junit), junitReport(clean, junit))
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
  }
  show(clean, flags, phases, written ? shown : undefined)
}

/** A recording keeps the clock and the source of what was replayed. */
function originIn(source: RunOptions['source'], { run }: RunResult): Recording['originOf'] {
  return (gate) => {
    const scene = source.mode === 'replay' ? source.replay.scenes.get(gate) : undefined
    if (!scene) return { source: 'recorded', from: `the live run ${run.id} of site ${run.site}`, at: run.startedAt }
    const { source: kind, from, at, site } = scene
    return { source: kind, from, at, ...(site === undefined ? {} : { site }) }
  }
}

async function keep(dir: string, recording: Recording, redactor: Redactor): Promise<void> {
  try {
    await writeRecording(dir, recording, redactor)
  } catch (error) {
    throw new ReportsNotWritten(dir, error)
  }
}

function show(result: RunResult, flags: RunFlags, phases: readonly Phase[], reportDir: string | undefined): void {
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
  stream.write(report)
  if (flags.json) process.stdout.write(jsonReport(result))
}

function siteFlag({ site }: RunFlags): { readonly siteFlag?: string } {
  return site === undefined ? {} : { siteFlag: site }
}
