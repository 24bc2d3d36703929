import type { GateInput } from '../gate/contract.ts'
import type { GateSpec } from '../phase/phase.ts'
import { gateFile } from '../phase/project.ts'
import type { Site } from '../phase/site.ts'
import { bundledScene, sceneNames, siteOf, wantOf } from '../run/conditions.ts'
import { runEngine } from '../run/engine.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import type { Question } from '../transport/question.ts'
import { replayTransport } from '../transport/replay.ts'

/** A question that a gate asked of one of its bundled scenes. */
export interface Learned {
  readonly spec: GateSpec
  readonly question: Question
  /** The scene's own site, whose facts the question carries. */
  readonly site: Site
  /** Asked in the scene `healthy`; the others show what is asked only when something is amiss. */
  readonly healthy: boolean
  /** The scene has no answer: what the gate would ask next is not known. */
  readonly unanswered: boolean
}

/**
 * What the gates would ask: learned by running each under all its bundled scenes with the expectations of `site`. No list of commands could
 * go stale, and nothing leaves this process.
 */
export async function learn(specs: readonly GateSpec[], site: Site, example: Site): Promise<readonly Learned[]> {
  const scenes = new Map(specs.map((spec) => [spec.id, sceneNames(spec).map((name) => bundledScene(spec, name))]))
  const selectedUnits = specs.flatMap((spec) => (spec.units && !('selected' in spec.units) ? [spec.units] : []))
  const parked = site.mgmt?.parked
  const siteIn = (gate: string, name: string): Site => {
    const scene = scenes.get(gate)?.find((one) => one.scene === name)
    const own = scene ? siteOf(scene, example) : example
    return parked && own.mgmt ? { ...own, mgmt: { ...own.mgmt, parked } } : own
  }
  const inputOf = (spec: GateSpec): GateInput => ({
    cases: (scenes.get(spec.id) ?? []).map(({ scene, at }) => ({ name: scene, site: siteIn(spec.id, scene), now: at })),
    want: wantOf(spec, site),
    selectedUnits,
    timeoutS: spec.timeoutS,
    ...(spec.units ? { units: spec.units } : {}),
  })

  const learned: Learned[] = []
  const skipped = new Set<string>()
  const signal = new AbortController().signal
  await runEngine({
    inputs: Object.fromEntries(specs.map((spec) => [spec.id, inputOf(spec)])),
    files: specs.map((spec) => gateFile(spec.phase, spec.id)),
    workers: 2,
    signal,
    onClaim: ({ gate, case: name, error }) => {
      if (name === 'healthy' && error?.name === 'NotApplicable') skipped.add(gate)
    },
    onFile: () => {},
    ask: async (gate, name, question) => {
      const spec = specs.find((one) => one.id === gate)
      const scene = scenes.get(gate)?.find((one) => one.scene === name)
      if (!spec || !scene) throw new Error(`no scene ${name} of ${gate}`)
      const one = { spec, question, site: siteIn(gate, name), healthy: name === 'healthy' }
      try {
        const answer = await replayTransport(scene).ask(question, { signal, maxBytes: Number.POSITIVE_INFINITY })
        learned.push({ ...one, unanswered: false })
        return { answer }
      } catch (error) {
        if (!(error instanceof CouldNotLook)) throw error
        learned.push({ ...one, unanswered: error.kind === 'unrecorded' })
        return { couldNotLook: { kind: error.kind, key: error.key, message: error.message } }
      }
    },
  })
  for (const { id, needs } of specs) if (needs.some((need) => skipped.has(need))) skipped.add(id)
  // Workers ask at the same time; the plan has the order of the gates.
  return specs.flatMap((spec) => (skipped.has(spec.id) ? [] : learned.filter((one) => one.spec === spec)))
}
