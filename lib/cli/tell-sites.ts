import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, relative } from 'node:path'
import { writeWhole } from '../files/write-whole.ts'
import type { Phase } from '../phase/phase.ts'
import type { Redactor } from '../redact/redact.ts'
import { mayIGoOn } from '../report/answer.ts'
import { attachmentsOf } from '../report/attachment.ts'
import { pointLatest, ReportsNotWritten, redacted, writeReportFile } from '../report/folder.ts'
import { type JUnitOptions, junitOfSites } from '../report/junit.ts'
import { nagiosLine, nagiosStates } from '../report/nagios.ts'
import type { RunResult } from '../report/result.ts'
import type { Results } from '../report/results.ts'
import { terminalReport } from '../report/terminal.ts'
import { complain } from './complain.ts'
import type { RunFlags } from './run.ts'
import { hasColour } from './style.ts'

export interface TellingSites {
  readonly phases: readonly Phase[]
  readonly reportDir: string
  readonly redactor: Redactor
  /** The path of a gate's evidence; absent: no path is known. */
  readonly evidenceOf?: (site: string, gate: string) => string | undefined
  /**
   * Keeps the nth site's run, redacted, for later runs. Throws a one-sentence error when that fails. The caller leaves this function out when each
   * run was already kept.
   */
  readonly keep?: (site: RunResult, nth: number) => void
  /** True: the result of each site was already printed when the run of that site ended. */
  readonly isShown: boolean
}

type Wanted = Pick<RunFlags, 'json' | 'junit' | 'strict' | 'quiet' | 'nagios'>

/** Writes the joint report of several sites, and prints it. Returns the exit code. */
export async function tellSites(results: Results, flags: Wanted, telling: TellingSites): Promise<number> {
  const { reportDir, redactor } = telling
  const redact = (text: string) => redactor.redact(text)
  const clean: Results = { ...results, sites: results.sites.map((site) => redacted(site, redact)) }
  const missing: string[] = []
  const folder = join(reportDir, clean.run.id)
  const junit = () =>
    junitOfSites(
      clean.sites.map((result) => ({ result, options: optionsOf(result, flags, telling) })),
      clean.run.durationMs,
    )
  const attempt = async (path: string, write: () => Promise<unknown>) => {
    try {
      await write()
    } catch (error) {
      complain(error instanceof ReportsNotWritten ? error : new ReportsNotWritten(path, error))
      missing.push(path)
    }
  }
  await attempt(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }))
  const { junit: junitFile } = flags
  if (junitFile !== undefined) await attempt(junitFile, () => writeReportFile(junitFile, junit()))
  await attempt(join(folder, 'junit.xml'), () => writeWhole(join(folder, 'junit.xml'), junit()))
  await attempt(join(folder, 'report.txt'), () =>
    writeWhole(join(folder, 'report.txt'), textOf(clean, telling, { colour: false, width: 100 })),
  )
  for (const [nth, site] of clean.sites.entries())
    try {
      telling.keep?.(site, nth)
    } catch (error) {
      complain(error)
      missing.push('history')
    }
  const whole: Results = missing.length === 0 ? clean : { ...clean, run: { ...clean.run, notWritten: missing } }
  await attempt(join(folder, 'result.json'), () => writeWhole(join(folder, 'result.json'), documentOf(whole)))
  if (missing.every((what) => what === 'history')) await pointLatest(reportDir, clean.run.id).catch(complain)
  return print(whole, flags, telling)
}

function print(results: Results, flags: Wanted, telling: TellingSites): number {
  if (flags.nagios) {
    const { line, exitCode } = nagiosOf(results)
    process.stdout.write(`${line}\n`)
    return exitCode
  }
  const stream = flags.json ? process.stderr : process.stdout
  const look = { colour: hasColour(stream), width: stream.columns ?? 100, quiet: flags.quiet ?? false }
  if (!telling.isShown) stream.write(textOf(results, telling, look))
  else if (!flags.quiet || results.exitCode !== 0) stream.write(`\n${answersOf(results).join('\n')}\n`)
  if (!flags.quiet)
    stream.write(`Reports: ${relative(process.cwd(), join(telling.reportDir, results.run.id))}/  (report.txt, junit.xml, result.json)\n`)
  if (flags.json) process.stdout.write(documentOf(results))
  return results.exitCode
}

function textOf(results: Results, { phases }: TellingSites, look: { colour: boolean; width: number; quiet?: boolean }): string {
  const each = results.sites.map((site) => terminalReport(site, { ...look, phases })).filter((text) => text !== '')
  return each.length === 0 ? '' : `${[...each, answersOf(results).join('\n')].join('\n')}\n`
}

/** One line for each site, so that no site's answer is taken for another's. */
function answersOf({ sites, run }: Results): readonly string[] {
  const width = Math.max(...sites.map((site) => site.run.site.length), ...(run.notRun ?? []).map((name) => name.length))
  return [
    ...sites.map((site) => `${site.run.site.padEnd(width)}  May I go on? ${mayIGoOn(site).sentence}`),
    ...(run.notRun ?? []).map((name) => `${name.padEnd(width)}  May I go on? Cannot tell: this site was not looked at.`),
  ]
}

/** One line for all sites. A site that was not looked at is named, since it is why the line says UNKNOWN. */
export function nagiosOf({ sites, run }: Pick<Results, 'sites' | 'run'>): { readonly line: string; readonly exitCode: 0 | 1 | 2 | 3 } {
  const lines = sites.map((site) => ({ site: site.run.site, ...nagiosLine(site) }))
  const codes = [...lines.map(({ exitCode }) => exitCode), ...(run.notRun ?? []).map(() => 3 as const)]
  // CRITICAL outranks UNKNOWN: it matters more to the person who is woken.
  const exitCode = ([2, 3, 1, 0] as const).find((code) => codes.includes(code)) ?? 3
  const looked = lines.map(({ site, line }) => `${site}: ${line.slice('GATES '.length).split(' | ')[0]}`)
  const notLooked = (run.notRun ?? []).map((site) => `${site}: UNKNOWN - not looked at: the run was interrupted before its turn`)
  return { line: `GATES ${nagiosStates[exitCode]} - ${[...looked, ...notLooked].join(' ')}`, exitCode }
}

function optionsOf(result: RunResult, flags: Wanted, { evidenceOf }: TellingSites): JUnitOptions {
  const ids = result.gates.map(({ id }) => id)
  const evidence = attachmentsOf(ids, (gate) => evidenceOf?.(result.run.site, gate))
  return { hostname: hostname(), strict: flags.strict ?? false, evidence }
}

function documentOf(results: Results): string {
  return `${JSON.stringify(results, null, 2)}\n`
}
