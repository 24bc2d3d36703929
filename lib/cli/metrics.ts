import { existsSync } from 'node:fs'
import packageJson from '../../package.json' with { type: 'json' }
import { UsageError } from '../phase/config-error.ts'
import { readPhases } from '../phase/phase.ts'
import { typed } from '../phase/typed.ts'
import { exposition, type Metric } from '../report/exposition.ts'
import { metricsOf } from '../report/metrics.ts'
import { type PastRuns, readPastRuns } from '../report/past-runs.ts'
import type { RunResult } from '../report/result.ts'
import { complain } from './complain.ts'
import { reportDirOf } from './report-dir.ts'

export interface MetricsFlags {
  readonly report?: string
  readonly site?: string
}

/** `gates metrics`: what the kept reports say, for Prometheus. Asks nothing of the cloud. Exit code 0 even when the reports are red. */
export async function metricsCommand({ report, site }: MetricsFlags): Promise<number> {
  const path = reportDirOf(report)
  if (!existsSync(path)) throw new UsageError(`--report: wanted a report or a folder of them, found nothing at ${path}. ${runOne}`)
  const past = readPastRuns(path)
  for (const problem of past.problems) complain(problem)
  const runs = past.runs.filter(({ run }) => site === undefined || run.site === site)
  if (runs.length === 0) {
    const of = site === undefined ? '' : ` of the site ${site}`
    throw new UsageError(`No report of a live run${of} can be read in ${path}. ${runOne}`)
  }
  process.stdout.write(exposition(metricsIn({ ...past, runs })))
  return 0
}

const runOne = `${typed} run --phase all writes a report of a live run. The report of a replay is read only when --report names it`

/**
 * The metrics for `run --metrics` and telemetry. They come from this run. For a gate that this run left out, they come from earlier runs of the same
 * cloud.
 */
export function metricsAfter(result: RunResult, reportDir: string): readonly Metric[] {
  const past = existsSync(reportDir) ? readPastRuns(reportDir) : { runs: [], problems: [] }
  const { id, site, mode } = result.run
  const before = past.runs.filter(({ run }) => run.id !== id && run.site === site && run.mode === mode)
  return metricsIn({ ...past, runs: [result, ...before] })
}

function metricsIn({ runs, problems }: PastRuns): readonly Metric[] {
  const gates = new Set(readPhases().flatMap((phase) => phase.gates.map((gate) => gate.id)))
  return metricsOf(runs, { gates, version: packageJson.version, unreadable: problems.length })
}
