import type { GateInput } from '../gate/contract.ts'
import type { GateSpec, Units } from '../phase/phase.ts'
import { gateFile } from '../phase/project.ts'
import type { Site } from '../phase/site.ts'
import type { Evidence } from '../recording/record.ts'
import { type GateResult, type RunResult, resultSchemaId, type ShardOf } from '../report/result.ts'
import type { Question } from '../transport/question.ts'
import type { Asked } from '../transport/seam.ts'
import type { Transports } from '../transport/transport.ts'
import type { AdmissionRules } from './admission.ts'
import { type Replay, siteOf, wantOf } from './conditions.ts'
import type { EngineOptions } from './engine.ts'
import { interruption, Looking } from './looking.ts'
import { summarize } from './summary.ts'

export interface RunOptions extends AdmissionRules {
  readonly id: string
  readonly specs: readonly GateSpec[]
  /** The units that the gates of the whole selection ask. They stay the same in a later round of `--until-green`, when `specs` holds fewer gates. */
  readonly selectedUnits: readonly Units[]
  readonly site: Site
  readonly source: { readonly mode: 'live'; readonly transports: Transports } | { readonly mode: 'replay'; readonly replay: Replay }
  readonly strict: boolean
  /** Set when these gates are one part of a selection. */
  readonly shard?: ShardOf
  /** The phase that may be entered when all gates are green. Absent when this run cannot open a phase. */
  readonly opens?: string
  /** Aborts when a person stops the run, or when the run's deadline passes. The abort's reason shows which. */
  readonly signal: AbortSignal
  /** Applies the waivers to a gate's result. The gates that need this gate ask their questions only afterwards. Absent: nothing is waived. */
  readonly waive?: (result: GateResult) => GateResult
  /** Absent: vitest runs the gates. The proof runs them without vitest. */
  readonly engine?: (options: EngineOptions) => Promise<void>
  readonly onAsked?: (asked: Asked) => void
  readonly onStarted?: (spec: GateSpec) => void
  readonly onWaiting?: (gate: string, question: Question) => void
  readonly onFinished?: (result: GateResult) => void
}

export interface Ran {
  readonly result: RunResult
  readonly evidence: Evidence
}

/** Runs the selected gates and judges them. Also resolves when the run was interrupted, with what was known by then. */
export async function run(options: RunOptions): Promise<Ran> {
  const startedAt = new Date()
  const started = performance.now()
  const looking = new Looking(options)
  const inputs = inputsOf(options)
  try {
    // Loaded here, so that a broken installation still leaves a report in which every gate could not look.
    const runEngine = options.engine ?? (await import('./engine.ts')).runEngine
    await runEngine({
      inputs,
      files: options.specs.map((spec) => gateFile(spec.phase, spec.id)),
      ask: (gate, _case, question, fresh) => looking.ask(gate, question, fresh),
      // Live gates wait for answers, so several run at once. Replayed gates run one after another: a second worker would take longer to load the
      // adapters than it saves.
      workers: options.source.mode === 'live' ? Math.min(6, options.specs.length) : 1,
      onClaim: (outcome) => looking.note(outcome),
      onFile: (file, errors) => looking.finish(file, errors),
      signal: options.signal,
    })
  } catch (error) {
    looking.died(error)
  } finally {
    if (options.source.mode === 'live') await options.source.transports.close()
  }
  const gates = looking.results()
  const summary = summarize(gates, { strict: options.strict, interrupted: interruption(options.signal) })
  const result: RunResult = {
    schema: resultSchemaId,
    run: {
      id: options.id,
      site: options.site.name,
      mode: options.source.mode,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - started),
      ...(options.signal.aborted ? { interrupted: true } : {}),
      ...(options.strict ? { strict: true } : {}),
      ...(options.shard ? { shard: options.shard } : {}),
      ...(options.opens === undefined ? {} : { opens: options.opens }),
      questions: {
        ...looking.questions(),
        connections: options.source.mode === 'live' ? { ...options.source.transports.connections() } : {},
      },
    },
    ...summary,
    gates: [...gates],
  }
  return { result, evidence: looking.evidence }
}

function inputsOf({ specs, selectedUnits, site, source }: RunOptions): Record<string, GateInput> {
  return Object.fromEntries(
    specs.map((spec): [string, GateInput] => {
      const scene = source.mode === 'replay' ? source.replay.scenes.get(spec.id) : undefined
      const own = scene ? siteOf(scene, site) : site
      const cases = [{ name: scene?.scene ?? 'live', site: own, ...(scene ? { now: scene.at } : {}) }]
      return [
        spec.id,
        { cases, want: wantOf(spec, own), selectedUnits, timeoutS: spec.timeoutS, ...(spec.units ? { units: spec.units } : {}) },
      ]
    }),
  )
}
