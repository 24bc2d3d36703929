import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Looked, night } from '../nightly/night.ts'
import { rotateReports } from '../nightly/rotate.ts'
import { UsageError } from '../phase/config-error.ts'
import { Nightly } from '../phase/nightly.ts'
import { nightlyFolder } from '../phase/state-folder.ts'
import { complain } from './complain.ts'
import { type PreparedRun, prepareRun, type RunFlags, runPrepared } from './run.ts'
import { show } from './tell.ts'

export type NightlyFlags = Pick<
  RunFlags,
  'phase' | 'gate' | 'site' | 'replay' | 'scene' | 'waivers' | 'metrics' | 'reportDir' | 'strict' | 'probes' | 'deadline'
>

/** `gates nightly`: the exit code of the run; 75 when another run of this site is under way. Throws UsageError before anything is asked. */
export async function nightlyCommand(flags: NightlyFlags): Promise<number> {
  if (flags.site?.includes(','))
    throw new UsageError('--site: wanted one site, received several. Give each site its own line in the crontab')
  const runFlags: RunFlags = { ...flags, quiet: true, unattended: true }
  const prepared = await prepareRun(runFlags)
  const { site, reportDir, id: runId, phases, redactor } = prepared
  const settings = Nightly.parse(site.nightly ?? {})
  return night({
    runId,
    folder: nightlyFolder(site.name, prepared.source.mode),
    settings,
    phases,
    look: () => look(prepared, settings.metrics === undefined ? runFlags : { metrics: settings.metrics, ...runFlags }),
    rotate: () => rotateReports({ dir: reportDir, site: site.name, keep: settings.keep, now: new Date() }),
    say: complain,
    show: ({ result, report }, nowGreen) => {
      if (nowGreen.length > 0) process.stdout.write(`Green again since the last run: ${nowGreen.join(', ')}\n`)
      show(result, runFlags, phases, report)
    },
    onSecret: (secret) => redactor.learn(secret),
  })
}

async function look(prepared: PreparedRun, flags: RunFlags): Promise<Looked> {
  const result = await runPrepared(prepared, { ...flags, silent: true })
  const report = join(prepared.reportDir, prepared.id)
  const { waiversNotRead } = result.run
  const troubles = waiversNotRead === undefined ? [] : [`This run went without its waivers: ${waiversNotRead}.`]
  return { result, troubles, isMuted: (gate) => gate.window !== undefined, ...(existsSync(join(report, 'result.json')) ? { report } : {}) }
}
