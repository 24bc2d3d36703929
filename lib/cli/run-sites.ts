import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { joinSites } from '../merge/sites.ts'
import { UsageError } from '../phase/config-error.ts'
import type { RunResult } from '../report/result.ts'
import { newRunId } from '../run/run-id.ts'
import { processRedactor } from './complain.ts'
import { refuseUnwritable } from './outputs.ts'
import { type PreparedRun, prepareRun, type RunFlags, runPrepared } from './run.ts'
import { tellSites } from './tell-sites.ts'

/** `gates run --site a,b`: one site after the other, each with its own report, and one report of them all. Every site file is read before anything is asked. */
export async function runSites(flags: RunFlags, named: readonly string[]): Promise<number> {
  if (named.some((name) => name === '')) throw new UsageError(`--site: wanted names with a comma between them, received ${flags.site}`)
  if (flags.record !== undefined) throw new UsageError('--record and several sites exclude each other: a recording is of one site')
  if (flags.metrics !== undefined || flags.ctrf !== undefined)
    throw new UsageError(
      '--metrics and --ctrf cannot be used with several sites: each file is about one site. For the metrics of all sites: gates metrics',
    )
  refuseUnwritable(flags)
  const { json, junit, nagios, ...each } = flags
  const isShown = !json && !nagios
  const prepared: PreparedRun[] = []
  for (const site of named) prepared.push(await prepareRun({ ...each, site }))
  const names = prepared.map(({ site }) => site.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new UsageError(`--site names ${twice} twice`)
  const [first] = prepared
  if (first === undefined) throw new UsageError('--site names no site')

  const done: RunResult[] = []
  for (const [index, one] of prepared.entries()) {
    const result = await runPrepared(one, { ...each, site: named[index] ?? one.site.name, ...(isShown ? {} : { silent: true }) })
    done.push(result)
    if (result.exitCode === 130) break
    if (isShown && !flags.quiet) process.stdout.write('\n')
  }
  const { phases, reportDir } = first
  return tellSites(joinSites(newRunId(), done, names.slice(done.length)), flags, {
    phases,
    reportDir,
    redactor: processRedactor(),
    isShown,
    evidenceOf: (site, gate) => {
      const run = done.find((result) => result.run.site === site)?.run.id
      const file = join(reportDir, run ?? '', 'evidence', `${gate}.yaml`)
      return run !== undefined && existsSync(file) ? file : undefined
    },
  })
}
