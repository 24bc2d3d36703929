import type { GateInput } from '../gate/contract.ts'
import { filled } from '../phase/fill.ts'
import { type GateSpec, readPhases } from '../phase/phase.ts'
import { gateFile, sitesDir } from '../phase/project.ts'
import { readSite } from '../phase/read-site.ts'
import type { Site } from '../phase/site.ts'
import { replayTransport } from '../recording/replay.ts'
import type { Scene } from '../recording/scene.ts'
import type { Cause, GateResult } from '../report/result.ts'
import type { ClaimOutcome } from '../run/claim-outcome.ts'
import { sceneSite, siteOf, wantOf } from '../run/conditions.ts'
import { runInThread } from '../run/in-thread.ts'
import { judge } from '../run/judge.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { type Answer, describe } from '../transport/question.ts'
import { Seam } from '../transport/seam.ts'

/** One gate under one recorded condition. */
export interface Trial {
  readonly spec: GateSpec
  readonly name: string
  readonly scene: Scene
  /** When absent, the trial uses the site that the scene belongs to. */
  readonly site?: Site
}

export interface Tried extends Trial {
  readonly result: GateResult
  /** The questions that the gate asked. */
  readonly asked: ReadonlySet<string>
  /** The state fields that the gate judged, e.g. `octavia amphora: status`, in this trial or an earlier one. */
  readonly heard: ReadonlySet<string>
  /** Some claim was false because of something that is there, not only because something was missing. */
  readonly isFalseBySight: boolean
}

/**
 * Runs each gate under all its trials, in this thread. `onAnswer` gets each answer before a parser does, with its question in the words of
 * `describe`.
 */
export async function prove(
  trials: readonly Trial[],
  onAnswer: (asked: string, answer: Answer) => void = () => {},
): Promise<readonly Tried[]> {
  const byGate = Map.groupBy(trials, (trial) => trial.spec.id)
  const watched = new Map(trials.map((trial) => [keyOf(trial.spec.id, trial.name), watch(trial)]))
  const errors = new Map<string, readonly string[]>()
  await runInThread({
    inputs: Object.fromEntries([...byGate].map(([id, ofGate]) => [id, inputOf(ofGate)])),
    files: [...byGate.values()].flatMap(([trial]) => (trial ? gateFile(trial.spec.phase, trial.spec.id) : [])),
    ask: async (gate, name, question, fresh) => {
      const one = watched.get(keyOf(gate, name))
      if (!one) throw new Error(`no trial ${name} of ${gate}`)
      one.asked.add(describe(question))
      try {
        const answer = await one.seam.ask(question, { asker: gate, fresh, deadlineMs: 10_000 })
        onAnswer(describe(question), answer)
        return { answer }
      } catch (error) {
        if (!(error instanceof CouldNotLook)) throw error
        one.causes.push(error.facts)
        return { couldNotLook: error.facts }
      }
    },
    onClaim: (outcome) => watched.get(keyOf(outcome.gate, outcome.case))?.outcomes.push(outcome),
    onFile: (file, said) => errors.set(file, said),
  })
  return [...watched.values()].map(({ trial, outcomes, causes, asked }) => ({
    ...trial,
    asked,
    heard: new Set(outcomes.flatMap((outcome) => outcome.heard ?? [])),
    isFalseBySight: outcomes.some(({ state, kind, said }) => state === 'broken' && kind !== 'saw' && !said?.absent),
    result: judge(
      { ...trial.spec, fix: filled(trial.spec.fix, siteFor(trial)) },
      outcomes,
      causes,
      errors.get(gateFile(trial.spec.phase, trial.spec.id)) ?? [],
    ),
  }))
}

function watch(trial: Trial) {
  const seam = new Seam({ transportFor: async () => replayTransport(trial.scene), signal: new AbortController().signal })
  return { trial, seam, outcomes: [] as ClaimOutcome[], causes: [] as Cause[], asked: new Set<string>() }
}

/** The `units` of all gates, as if every gate took part in a run. A gate with `units: { selected: true }` names no units and is left out. */
const everyUnits = readPhases().flatMap((phase) =>
  phase.gates.flatMap((gate) => (gate.units && !('selected' in gate.units) ? [gate.units] : [])),
)

const example = readSite(`${sitesDir}/${sceneSite}.yaml`)

export function siteFor({ scene, site }: Trial): Site {
  return site ?? siteOf(scene, example)
}

function inputOf(trials: readonly Trial[]): GateInput {
  const spec = (trials[0] as Trial).spec
  return {
    cases: trials.map((trial) => ({ name: trial.name, site: siteFor(trial), now: trial.scene.at })),
    want: wantOf(spec, example),
    selectedUnits: everyUnits,
    timeoutS: spec.timeoutS,
    ...(spec.units ? { units: spec.units } : {}),
  }
}

function keyOf(gate: string, name: string): string {
  return `${gate} ${name}`
}
