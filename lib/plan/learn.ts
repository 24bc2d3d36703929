import type { GateInput } from '../gate/contract.ts'
import { type GateSpec, readPhases } from '../phase/phase.ts'
import { gateFile } from '../phase/project.ts'
import type { Site } from '../phase/site.ts'
import { replayTransport } from '../recording/replay.ts'
import type { Scene } from '../recording/scene.ts'
import { bundledScene, sceneNames, wantOf } from '../run/conditions.ts'
import { runInThread } from '../run/in-thread.ts'
import { selectedUnitsOf } from '../run/select.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { describe, type Question } from '../transport/question.ts'
import { nearestAnswer } from './nearest.ts'

/** A question that a gate asked in a rehearsal under one of the gate's bundled scenes. */
export interface Learned {
  readonly spec: GateSpec
  readonly question: Question
  /** Whether the gate asked this question in the scene `healthy`. The other scenes add the questions that it asks only when something is amiss. */
  readonly healthy: boolean
  /** The scene has no answer to this question or a similar one. So it is not known what the gate would ask after it. */
  readonly unanswered: boolean
}

/**
 * The questions that the gates would ask, learned by rehearsing each gate under its bundled scenes with the facts and expectations of `site`. Nothing
 * leaves this process. The Juju model and its networks are those of `example`, because the answers in the scenes are about that model.
 */
export async function learn(specs: readonly GateSpec[], site: Site, example: Site): Promise<readonly Learned[]> {
  const scenes = new Map(specs.map((spec) => [spec.id, scenesOf(spec)]))
  const selectedUnits = selectedUnitsOf(readPhases(), specs)
  const inputOf = (spec: GateSpec): GateInput => ({
    cases: (scenes.get(spec.id) ?? []).map(({ scene, at }) => ({ name: scene, site: rehearsed(site, example), now: at })),
    want: wantOf(spec, site),
    selectedUnits,
    timeoutS: spec.timeoutS,
    ...(spec.units ? { units: spec.units } : {}),
  })

  const learned: Learned[] = []
  const skipped = new Set<string>()
  const signal = new AbortController().signal
  await runInThread({
    inputs: Object.fromEntries(specs.map((spec) => [spec.id, inputOf(spec)])),
    files: specs.map((spec) => gateFile(spec.phase, spec.id)),
    onClaim: ({ gate, case: name, error }) => {
      if (name === 'healthy' && error?.name === 'NotApplicable') skipped.add(gate)
    },
    onFile: () => {},
    ask: async (gate, name, question) => {
      const spec = specs.find((one) => one.id === gate)
      const scene = scenes.get(gate)?.find((one) => one.scene === name)
      if (!spec || !scene) throw new Error(`no scene ${name} of ${gate}`)
      const recorded = nearestAnswer(describe(question), scene.answers)
      learned.push({ spec, question, healthy: name === 'healthy', unanswered: recorded === undefined })
      const answers = recorded ? [{ ...recorded, ask: describe(question) }] : []
      try {
        return { answer: await replayTransport({ ...scene, answers }).ask(question, { signal, maxBytes: Number.POSITIVE_INFINITY }) }
      } catch (error) {
        if (!(error instanceof CouldNotLook)) throw error
        return { couldNotLook: { kind: error.kind, key: error.key, message: error.message } }
      }
    },
  })
  for (const { id, needs } of specs) if (needs.some((need) => skipped.has(need))) skipped.add(id)
  return specs.flatMap((spec) => (skipped.has(spec.id) ? [] : learned.filter((one) => one.spec === spec)))
}

/**
 * The scenes that show what is asked of the example site: those without a site of their own, and those whose site differs from the example site only
 * in its pins.
 */
function scenesOf(spec: GateSpec): readonly Scene[] {
  return sceneNames(spec)
    .map((name) => bundledScene(spec, name))
    .filter(({ site }) => site === undefined || (typeof site === 'object' && Object.keys(site).every((key) => key === 'pinned')))
}

function rehearsed(site: Site, example: Site): Site {
  const own = Object.entries(site.networks).map(([name, network]) => [`own ${name}`, network] as const)
  return { ...site, networks: { ...Object.fromEntries(own), ...example.networks }, juju: example.juju }
}
