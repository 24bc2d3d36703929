import { join, resolve } from 'node:path'
import { UsageError } from '../phase/config-error.ts'
import { type GateSpec, type Phase, readPhases } from '../phase/phase.ts'
import { projectDir } from '../phase/project.ts'
import { readFoundSite } from '../phase/read-site.ts'
import { ownSecrets } from '../redact/own-secrets.ts'
import type { Redactor } from '../redact/redact.ts'
import { nagiosLine } from '../report/nagios.ts'
import { createProgress, type Progress } from '../report/progress.ts'
import { bundledReplay, recordedReplay } from '../run/conditions.ts'
import { durationMs } from '../run/duration.ts'
import { type RunOptions, run } from '../run/run.ts'
import { newRunId } from '../run/run-id.ts'
import { selectGates } from '../run/select.ts'
import { describe } from '../transport/question.ts'
import { auditInto } from './audit.ts'
import { complain, processRedactor } from './complain.ts'
import { refuseUnwritable } from './outputs.ts'
import { Pending } from './pending.ts'
import { stopper } from './stopper.ts'
import { hasColour } from './style.ts'
import { tell } from './tell.ts'

export interface RunFlags {
  readonly phase: readonly string[]
  readonly gate: readonly string[]
  readonly site?: string
  readonly replay?: true | string
  readonly scene: readonly string[]
  readonly record?: string
  readonly json?: true
  readonly junit?: string
  readonly reportDir?: string
  readonly strict?: true
  readonly failFast?: true
  readonly probes: boolean
  readonly deadline: string
  readonly quiet?: true
  readonly nagios?: true
}

/** `gates run`: the exit code. Throws UsageError before anything is asked. */
export async function runCommand(flags: RunFlags): Promise<number> {
  const phases = readPhases()
  const specs = selectGates(phases, { phases: flags.phase, gates: flags.gate })
  const deadline = durationMs('--deadline', flags.deadline)
  refuseUnwritable(flags)
  const id = newRunId()
  const redactor = processRedactor()
  const prepared = await prepare(flags, specs, id, redactor)
  for (const secret of ownSecrets(prepared.site, process.env)) redactor.learn(secret)
  const redact = (text: string) => redactor.redact(text)

  const reportDir = resolve(flags.reportDir ?? process.env.GATES_REPORT_DIR ?? join(projectDir, 'reports'))
  const stop = stopper(deadline)
  const isWatched = process.stderr.isTTY || prepared.source.mode === 'live'
  const progress = flags.quiet || flags.nagios || !isWatched ? undefined : progressFor(phases, specs)
  const pending = new Pending((question) => redact(describe(question)))
  const audit = auditInto(join(reportDir, id, 'audit.jsonl'), redact)
  const ran = await run({
    id,
    specs,
    ...prepared,
    strict: flags.strict ?? false,
    failFast: flags.failFast ?? false,
    noProbes: !flags.probes,
    signal: stop.signal,
    onStarted: (spec) => progress?.started(spec.id, spec.phase),
    onWaiting: (gate, question) => progress?.waiting(gate, pending.asks(gate, question)),
    onFinished: (result) => progress?.finished(result),
    onAsked: (asked) => {
      const left = pending.answered(asked.asker, asked.question)
      if (left !== undefined) progress?.waiting(asked.asker, left)
      if (prepared.source.mode === 'live') audit(asked)
    },
  })
  progress?.stop()
  const told = await tell(ran, flags, { ...prepared, specs, phases, reportDir, redactor })
  // Not before: a second SIGHUP would end the process while it writes its reports.
  stop.done()
  return flags.nagios ? nagiosLine(told).exitCode : told.exitCode
}

/** Example clouds that the bundled recordings are of. */
const bundledSites: readonly string[] = ['example', 'example-planes']

async function prepare(
  flags: RunFlags,
  specs: readonly GateSpec[],
  runId: string,
  redactor: Pick<Redactor, 'learn' | 'redact'>,
): Promise<Pick<RunOptions, 'site' | 'source'>> {
  if (flags.replay === undefined) {
    if (flags.scene.length > 0) throw new UsageError('--scene needs --replay: a scene is a recording')
    const site = readFoundSite(flags.site)
    const { liveTransports } = await import('../transport/live.ts')
    const onSecret = (secret: string) => redactor.learn(secret)
    return { site, source: { mode: 'live', transports: liveTransports(site, { runId, onWarning: complain, onSecret }) } }
  }
  const example = flags.site ?? 'example'
  if (flags.site !== undefined && (flags.replay !== true || !bundledSites.includes(example)))
    throw new UsageError(
      `--site and --replay exclude each other, but for the bundled ${bundledSites.join(' and ')}: a recording brings its own site`,
    )
  if (flags.record !== undefined) throw new UsageError('--record and --replay exclude each other: only a live run can be recorded')
  const scenes = scenesNamed(flags.scene)
  if (flags.replay !== true && scenes.size > 0)
    throw new UsageError('--scene chooses among the bundled recordings: use --replay without a folder')
  const replay = flags.replay === true ? bundledReplay(specs, scenes, example) : recordedReplay(specs, resolve(flags.replay))
  return { site: replay.site, source: { mode: 'replay', replay } }
}

function scenesNamed(texts: readonly string[]): ReadonlyMap<string, string> {
  const scenes = new Map<string, string>()
  for (const text of texts) {
    const [, gate, scene] = /^([\w-]+)=(\w[\w.-]*)$/.exec(text) ?? []
    if (gate === undefined || scene === undefined) throw new UsageError(`--scene: wanted GATE=SCENE, received ${text}`)
    if (scenes.has(gate)) throw new UsageError(`--scene names ${gate} twice: one run shows it in one scene`)
    scenes.set(gate, scene)
  }
  return scenes
}

function progressFor(phases: readonly Phase[], specs: readonly GateSpec[]): Progress {
  const counts = Map.groupBy(specs, (spec) => spec.phase)
  return createProgress(process.stderr, {
    phases: phases.flatMap((phase) => (counts.has(phase.id) ? [{ id: phase.id, gates: counts.get(phase.id)?.length ?? 0 }] : [])),
    colour: hasColour(process.stderr),
  })
}
