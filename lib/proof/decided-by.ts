import type { GateSpec } from '../phase/phase.ts'
import type { SceneList, Source } from '../report/list.ts'
import { prove, type Trial, type Tried } from './prove.ts'
import { sceneTrials } from './trials.ts'
import { said } from './tried.ts'

const weakestFirst: readonly Source[] = ['authored', 'stand-in', 'recorded']

/** Replays every scene of these gates. Then replays each scene again for every answer that its gate asked for, each time without that one answer. */
export async function decidedScenes(gates: readonly GateSpec[]): Promise<SceneList> {
  const whole = await prove(sceneTrials(gates))
  const trials = whole.flatMap((one) => answersAsked(one).map((ask) => without(one, ask)))
  const changed = new Map((await prove(trials)).map((one) => [keyOf(one.spec.id, one.name), endOf(one)]))
  return whole.map((one) => {
    const asked = answersAsked(one)
    const decisive = asked.filter((ask) => changed.get(keyOf(one.spec.id, without(one, ask).name)) !== endOf(one))
    const origins = (decisive.length > 0 ? decisive : asked).flatMap((ask) => one.scene.origins.get(ask) ?? [])
    const decidedBy = weakestFirst.find((source) => origins.some((origin) => origin.source === source)) ?? 'authored'
    const programs = new Set(origins.filter(({ source }) => source === decidedBy).map(({ from }) => from))
    return { gate: one.spec.id, scene: one.name, verdict: one.result.verdict, decidedBy, program: [...programs].join('; ') }
  })
}

function answersAsked({ scene, asked }: Tried): readonly string[] {
  return scene.answers.flatMap(({ ask }) => (asked.has(ask) ? [ask] : []))
}

function without({ spec, name, scene }: Trial, ask: string): Trial {
  return { spec, name: `${name} ~ without ${ask}`, scene: { ...scene, answers: scene.answers.filter((answer) => answer.ask !== ask) } }
}

/**
 * The verdict; with `unknown`, also everything that a report would say. Any missing answer makes a gate unknown, so `unknown` alone does not prove
 * two results equal.
 */
function endOf(one: Tried): string {
  return one.result.verdict === 'unknown' ? `unknown ${said(one)}` : one.result.verdict
}

function keyOf(gate: string, name: string): string {
  return `${gate} ${name}`
}
