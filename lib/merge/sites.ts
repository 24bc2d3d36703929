import type { RunResult } from '../report/result.ts'
import { type Results, resultsSchemaId } from '../report/results.ts'
import { worstExitCode, worstVerdict } from './worst.ts'

/** Runs of several sites as one document. `notRun`: sites that the run did not get to. */
export function joinSites(id: string, sites: readonly RunResult[], notRun: readonly string[] = []): Results {
  const started = Math.min(...sites.map(({ run }) => Date.parse(run.startedAt)))
  const ended = Math.max(...sites.map(({ run }) => Date.parse(run.startedAt) + run.durationMs))
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0 }
  for (const site of sites) for (const verdict of Object.keys(counts) as (keyof typeof counts)[]) counts[verdict] += site.counts[verdict]
  return {
    schema: resultsSchemaId,
    run: {
      id,
      startedAt: new Date(started).toISOString(),
      durationMs: Math.round(ended - started),
      ...(notRun.length > 0 ? { notRun: [...notRun] } : {}),
    },
    verdict: worstVerdict([...sites.map(({ verdict }) => verdict), ...notRun.map(() => 'unknown' as const)]),
    exitCode: worstExitCode([...sites.map(({ exitCode }) => exitCode), ...notRun.map(() => 3)]),
    counts,
    sites: [...sites],
  }
}
