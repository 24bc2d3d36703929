import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { JoinedPart } from '../history/index.ts'
import { mergeRuns, type Part } from '../merge/merge.ts'
import { readParts } from '../merge/read-parts.ts'
import { joinSites } from '../merge/sites.ts'
import { UsageError } from '../phase/config-error.ts'
import { readPhases } from '../phase/phase.ts'
import { attachmentsOf } from '../report/attachment.ts'
import { redacted, writeReportFile, writeReports } from '../report/folder.ts'
import { junitReport } from '../report/junit.ts'
import { nagiosLine } from '../report/nagios.ts'
import type { RunResult } from '../report/result.ts'
import { newRunId } from '../run/run-id.ts'
import { processRedactor } from './complain.ts'
import { refuseUnwritable } from './outputs.ts'
import { type Memory, memoryOf } from './remember.ts'
import { reportDirOf } from './report-dir.ts'
import type { RunFlags } from './run.ts'
import { show } from './tell.ts'
import { tellSites } from './tell-sites.ts'
import { Written } from './written.ts'

export type MergeFlags = Pick<RunFlags, 'json' | 'junit' | 'reportDir' | 'strict' | 'quiet' | 'nagios'>

interface Merged {
  readonly result: RunResult
  readonly joined: readonly JoinedPart[]
}

/** `gates merge DIR…`: the exit code of the merged run. Throws UsageError when there is nothing to merge. */
export async function mergeCommand(paths: readonly string[], flags: MergeFlags): Promise<number> {
  refuseUnwritable(flags)
  const { parts, notRead } = readParts(paths)
  if (parts.length === 0)
    throw new UsageError(`merge needs folders of runs, such as reports/latest. None of those given can be read: ${notRead.join('; ')}`)
  const reportDir = reportDirOf(flags.reportDir)
  const bySite = Map.groupBy(parts, ({ result }) => result.run.site)
  const merged = [...bySite.values()].map((own): Merged => {
    const joined = own.map(({ result: { run } }) => ({ id: run.id, isShard: run.shard !== undefined }))
    return { result: strictly(mergeRuns(newRunId(), own, notRead), flags), joined }
  })
  const [first] = merged
  const fileOf = (site: string, gate: string) => evidenceFile(bySite.get(site) ?? [], gate)
  if (first === undefined || merged.length > 1)
    return tellSites(
      joinSites(
        newRunId(),
        merged.map(({ result }) => result),
      ),
      flags,
      {
        phases: readPhases(),
        reportDir,
        redactor: processRedactor(),
        isShown: false,
        evidenceOf: fileOf,
        keep: (clean, site) => memoryOfMerged(clean).keep(clean, merged[site]?.joined),
      },
    )
  return tellOne(first, { ...flags, phase: [], gate: [], scene: [], probes: true, deadline: '' }, reportDir, (gate) =>
    fileOf(first.result.run.site, gate),
  )
}

/** Applies --strict to the merged run: advisories count, even those from a run that itself ended with exit code 0. */
function strictly(result: RunResult, { strict }: MergeFlags): RunResult {
  return strict && result.exitCode === 0 && (result.counts.warn > 0 || result.counts.unknown > 0)
    ? { ...result, run: { ...result.run, strict: true }, exitCode: result.counts.warn > 0 ? 1 : 3 }
    : result
}

async function tellOne(merged: Merged, flags: RunFlags, dir: string, fileOf: (gate: string) => string | undefined): Promise<number> {
  const { result } = merged
  const redactor = processRedactor()
  const redact = (text: string) => redactor.redact(text)
  const clean = redacted(result, redact)
  const ids = result.gates.map(({ id }) => id)
  const evidence = attachmentsOf(ids, fileOf)
  const phases = readPhases()
  const memory = memoryOfMerged(result)
  const options = { hostname: hostname(), strict: flags.strict ?? false, evidence }
  const outputs = new Written(redact)
  const { junit } = flags
  if (junit !== undefined) await outputs.write(junit, () => writeReportFile(junit, junitReport(outputs.noted(clean), options)))
  const shownAs = relative(process.cwd(), dir) || '.'
  const folder = join(dir, result.run.id)
  const reports = { dir, redact, phases, shownAs, history: memory.past(), ...options }
  const hasFolder = await outputs.write(folder, (onProblem) => writeReports(outputs.noted(clean), { ...reports, onProblem }))
  outputs.try('history', () => memory.keep(outputs.noted(clean), merged.joined))
  const final = outputs.final(clean)
  show(final, flags, phases, hasFolder ? join(shownAs, result.run.id) : undefined)
  return flags.nagios ? nagiosLine(final).exitCode : final.exitCode
}

function memoryOfMerged({ run, gates }: RunResult): Memory {
  return memoryOf(
    run.site,
    run.mode,
    gates.map(({ id }) => id),
    {},
  )
}

/** The file in which a part of the run kept the evidence for this gate. Undefined when no part has such a file. */
function evidenceFile(parts: readonly Part[], gate: string): string | undefined {
  const files = parts
    .filter(({ result }) => result.gates.some(({ id }) => id === gate))
    .map(({ from }) => join(dirname(from), 'evidence', `${gate}.yaml`))
  return files.find((file) => existsSync(file))
}
