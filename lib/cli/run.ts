import { join, resolve } from 'node:path'
import { partOf, shardNamed } from '../merge/shard.ts'
import { withPins } from '../phase/cloud-pins.ts'
import { UsageError } from '../phase/config-error.ts'
import { type GateSpec, type Phase, readPhases } from '../phase/phase.ts'
import { readFoundSite } from '../phase/read-site.ts'
import type { Site } from '../phase/site.ts'
import { ownSecrets } from '../redact/own-secrets.ts'
import type { Redactor } from '../redact/redact.ts'
import { nagiosLine } from '../report/nagios.ts'
import { createProgress, type Progress } from '../report/progress.ts'
import type { RunResult } from '../report/result.ts'
import { bundledReplay, recordedReplay } from '../run/conditions.ts'
import { durationMs } from '../run/duration.ts'
import { phaseOpened } from '../run/opens.ts'
import { type Ran, type RunOptions, run } from '../run/run.ts'
import { newRunId } from '../run/run-id.ts'
import { selectedUnitsOf, selectGates, type Wanted } from '../run/select.ts'
import { type Round, untilGreen } from '../run/until-green.ts'
import { describe } from '../transport/question.ts'
import { noWaivers, readWaivers, readWaiversOrNone, type WaiversRead } from '../waivers/read-waivers.ts'
import { Waivers } from '../waivers/waivers.ts'
import { checkWeekly, inWindows, openWindows } from '../windows/in-windows.ts'
import { auditInto } from './audit.ts'
import { complain, processRedactor } from './complain.ts'
import { isOnGitHub } from './github.ts'
import { refuseUnwritable } from './outputs.ts'
import { Pending } from './pending.ts'
import { type Memory, memoryOf, type RememberFlags } from './remember.ts'
import { reportDirOf } from './report-dir.ts'
import { stopper } from './stopper.ts'
import { hasColour, isDumb } from './style.ts'
import { telemetryOf } from './telemetry.ts'
import { tell } from './tell.ts'
import { pauseText, waitFor } from './wait.ts'

export interface RunFlags extends RememberFlags {
  readonly phase: readonly string[]
  readonly gate: readonly string[]
  readonly site?: string
  readonly replay?: true | string
  readonly scene: readonly string[]
  readonly record?: string
  readonly json?: true
  readonly junit?: string
  readonly metrics?: string
  readonly ctrf?: string
  readonly html?: string
  readonly reportDir?: string
  readonly shard?: string
  readonly strict?: true
  /** For a run that is only shown: it is not kept in the history. */
  readonly forget?: true
  readonly failFast?: true
  readonly probes: boolean
  readonly deadline: string
  readonly quiet?: true
  readonly nagios?: true
  /** Reports are written, and only problems with writing them are printed. */
  readonly silent?: true
  /** Set for the nightly run. Such a run goes on without waivers when it cannot read the file of waivers, and says so. */
  readonly unattended?: true
  readonly waivers?: string
  readonly untilGreen?: string
  readonly dwell?: string
}

/** Runs `gates run` and returns its exit code. A UsageError is thrown before the cloud is asked anything. */
export async function runCommand(flags: RunFlags): Promise<number> {
  if (flags.site?.includes(',')) return (await import('./run-sites.ts')).runSites(flags, flags.site.split(','))
  const reported = await runPrepared(await prepareRun(flags), flags)
  return flags.nagios ? nagiosLine(reported).exitCode : reported.exitCode
}

/** A run that is ready to begin: it has passed every check that could refuse it. */
export interface PreparedRun extends Pick<RunOptions, 'id' | 'specs' | 'shard'>, Prepared {
  readonly phases: readonly Phase[]
  readonly reportDir: string
  readonly redactor: Redactor
  readonly deadlineMs: number
  readonly wait: ReturnType<typeof waitFor>
  readonly waivers: WaiversRead
  /** Absent: the run is not kept in the history. */
  readonly memory?: Memory
}

/** Checks the flags and reads everything the run needs. Throws UsageError. */
export async function prepareRun(flags: RunFlags): Promise<PreparedRun> {
  const phases = readPhases()
  const wanted = { phases: flags.phase, gates: flags.gate }
  const selected = shardOf(phases, wanted, flags.shard)
  const deadlineMs = durationMs('--deadline', flags.deadline)
  const wait = waitFor(flags)
  refuseUnwritable(flags)
  const id = newRunId()
  const redactor = processRedactor()
  const prepared = await prepare(flags, selected.specs, id, redactor)
  const isCloudPinned = prepared.source.mode === 'live' && prepared.site.pinned !== undefined
  const { specs, shard } = isCloudPinned ? shardOf(phases, { ...wanted, isCloudPinned }, flags.shard) : selected
  for (const secret of await ownSecrets(prepared.site, process.env)) redactor.learn(secret)
  const waivers = waiversOf(flags, prepared.site)
  const memory = flags.forget
    ? undefined
    : memoryOf(
        prepared.site.name,
        prepared.source.mode,
        specs.map((spec) => spec.id),
        flags,
      )
  const reportDir = reportDirOf(flags.reportDir)
  return {
    id,
    specs,
    phases,
    reportDir,
    redactor,
    deadlineMs,
    wait,
    waivers,
    ...(memory ? { memory } : {}),
    ...prepared,
    ...(shard ? { shard } : {}),
  }
}

/** Looks at the cloud and reports what it saw. Returns the reported result, with its exit code. */
export async function runPrepared(prepared: PreparedRun, flags: RunFlags): Promise<RunResult> {
  const { id, specs, phases, reportDir, redactor, deadlineMs, wait, site } = prepared
  const opens = prepared.shard ? undefined : phaseOpened(phases, specs)
  const selectedUnits = selectedUnitsOf(phases, specs)
  const redact = (text: string) => redactor.redact(text)
  const strict = flags.strict ?? false
  const waivers = new Waivers(prepared.waivers, { redact, strict })
  const stop = stopper(wait ? undefined : deadlineMs)
  const isSilent = flags.quiet || flags.nagios || isOnGitHub() || !(process.stderr.isTTY || prepared.source.mode === 'live')
  const audit = auditInto(join(reportDir, id, 'audit.jsonl'), redact)
  const startedAtMs = new Map<string, number>()
  const look = async (chosen: readonly GateSpec[], source: RunOptions['source'], { signal, onFinished }: Round): Promise<Ran> => {
    const progress = isSilent ? undefined : progressFor(phases, chosen)
    const pending = new Pending((question) => redact(describe(question)))
    const ran = await run({
      id,
      specs: chosen,
      selectedUnits,
      site,
      source,
      ...(prepared.shard ? { shard: prepared.shard } : {}),
      ...(opens === undefined ? {} : { opens }),
      strict,
      waive: (gate) => waivers.waive(gate),
      failFast: flags.failFast ?? false,
      noProbes: !flags.probes,
      signal,
      onStarted: (spec) => {
        startedAtMs.set(spec.id, Date.now())
        progress?.started(spec.id, spec.phase)
      },
      onWaiting: (gate, question) => progress?.waiting(gate, pending.asks(gate, question)),
      onFinished: (result) => {
        onFinished(result)
        progress?.finished(result)
      },
      onAsked: (asked) => {
        const left = pending.answered(asked.asker, asked.question)
        if (left !== undefined) progress?.waiting(asked.asker, left)
        if (source.mode === 'live') audit(asked)
      },
    })
    progress?.stop()
    return ran
  }
  const ran = wait
    ? await untilGreen({
        ...wait,
        specs,
        deadlineMs,
        strict,
        signal: stop.signal,
        // Connections and answers last for one round only.
        round: (chosen, round) => look(chosen, prepared.again(), round),
        onPause: (pause) => isSilent || process.stderr.write(`${pauseText(pause)}\n`),
      })
    : await look(specs, prepared.source, { signal: stop.signal, onFinished: () => {} })
  const judged = waivers.finished(ran.result)
  const result = prepared.source.mode === 'live' ? inWindows(judged, openWindows(prepared.site)) : judged
  // The full reports show this problem, but the short ones do not, so it is printed here for --quiet and --nagios.
  if (result.run.windowsNotRead !== undefined && (flags.quiet || flags.nagios)) complain(result.run.windowsNotRead)
  const compared = prepared.memory?.compare(result) ?? result
  const reported = await tell({ ...ran, result: compared }, flags, prepared)
  await telemetryOf(reported, startedAtMs, { reportDir })
  // The listeners for signals are removed only now. Without them, a second SIGHUP would end the process while it writes
  // its reports.
  stop.done()
  return reported
}

/** The gates to run. For a shard: its part of the selection, and the gates that this part needs. */
function shardOf(phases: readonly Phase[], wanted: Wanted, named: string | undefined): Pick<RunOptions, 'specs' | 'shard'> {
  const selection = selectGates(phases, wanted)
  if (named === undefined) return { specs: selection }
  const shard = shardNamed(named)
  const specs = selectGates(phases, { ...wanted, phases: [], gates: partOf(selection, shard).map(({ id }) => id) })
  return { specs, shard: { ...shard, gates: selection.map(({ id, phase, severity }) => ({ id, phase, severity })) } }
}

interface Prepared extends Pick<RunOptions, 'site' | 'source'> {
  /** Returns the source for another round of `--until-green`. On the live cloud it is a new one, which keeps no answer of an earlier round. */
  readonly again: () => RunOptions['source']
}

/** The example clouds of the bundled recordings. */
const bundledSites: readonly string[] = ['example', 'example-two-planes', 'example-lab']

async function prepare(
  flags: RunFlags,
  specs: readonly GateSpec[],
  runId: string,
  redactor: Pick<Redactor, 'learn' | 'redact'>,
): Promise<Prepared> {
  if (flags.replay === undefined) {
    if (flags.scene.length > 0) throw new UsageError('--scene needs --replay: a scene is a recording')
    const site = withPins(readFoundSite(flags.site))
    const { liveTransports } = await import('../transport/live.ts')
    const onSecret = (secret: string) => redactor.learn(secret)
    checkWeekly(site)
    const again = () => ({ mode: 'live' as const, transports: liveTransports(site, { runId, onWarning: complain, onSecret }) })
    return { site, source: again(), again }
  }
  const example = flags.site ?? 'example'
  if (flags.site !== undefined && (flags.replay !== true || !bundledSites.includes(example)))
    throw new UsageError(
      `--replay with a folder takes no --site, because a recording brings its own site; --replay without a folder takes one of these sites: ${bundledSites.join(', ')}`,
    )
  const scenes = scenesNamed(flags.scene)
  if (flags.replay !== true && scenes.size > 0)
    throw new UsageError('--scene chooses among the bundled recordings, so it needs --replay without a folder')
  const replay = flags.replay === true ? bundledReplay(specs, scenes, example) : recordedReplay(specs, resolve(flags.replay))
  const source = { mode: 'replay' as const, replay }
  return { site: replay.site, source, again: () => source }
}

/** Reads the waivers. In a replay only a file that the operator names counts: a recording has none, and the site's file is not read. */
function waiversOf({ replay, site: siteFlag, waivers: named, unattended }: RunFlags, site: Site): WaiversRead {
  if (replay !== undefined && named === undefined) return noWaivers
  return (unattended ? readWaiversOrNone : readWaivers)(site, {
    ...(named === undefined ? {} : { named }),
    ...(siteFlag === undefined ? {} : { siteFlag }),
  })
}

function scenesNamed(texts: readonly string[]): ReadonlyMap<string, string> {
  const scenes = new Map<string, string>()
  for (const text of texts) {
    const [, gate, scene] = /^([\w-]+)=(\w[\w.-]*)$/.exec(text) ?? []
    if (gate === undefined || scene === undefined) throw new UsageError(`--scene: wanted GATE=SCENE, received ${text}`)
    if (scenes.has(gate)) throw new UsageError(`--scene names ${gate} twice: one run can show it in only one scene`)
    scenes.set(gate, scene)
  }
  return scenes
}

function progressFor(phases: readonly Phase[], specs: readonly GateSpec[]): Progress {
  const counts = Map.groupBy(specs, (spec) => spec.phase)
  return createProgress(process.stderr, {
    phases: phases.flatMap((phase) => (counts.has(phase.id) ? [{ id: phase.id, gates: counts.get(phase.id)?.length ?? 0 }] : [])),
    colour: hasColour(process.stderr),
    isPlain: isDumb(),
  })
}
