import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import type { AnswerOrigin } from '../../lib/recording/scene.ts'
import type { AnswerInFile, SceneAnswer, SceneFile } from '../../lib/recording/scene-file.ts'
import type { Verdict } from '../../lib/report/result.ts'
import { originOf } from './origin.ts'
import { renamed } from './rename.ts'

/** One gate's answers as `--record` wrote them, without names of this machine. */
export interface Recorded {
  readonly at: string
  readonly verdict: Verdict
  readonly answers: readonly SceneAnswer[]
}

export function readRecorded(dir: string, gate: string): Recorded {
  const { at, verdict, answers } = load(renamed(readFileSync(join(dir, `${gate}.yaml`), 'utf8'))) as Recorded
  return { at, verdict, answers }
}

/** A scene file as it is written. */
export type SceneText = Partial<Omit<SceneFile, 'answers'>> & { readonly answers: readonly AnswerInFile[] }

/** The answers to what several gates asked and, by gate, the answers to what only that gate asked. */
export function healthyScenes(
  byGate: ReadonlyMap<string, Recorded>,
  site: string,
): { shared: SceneText; own: ReadonlyMap<string, SceneText> } {
  const askers = Map.groupBy(
    [...byGate].flatMap(([gate, { answers }]) => answers.map((answer) => ({ gate, answer }))),
    ({ answer }) => answer.ask,
  )
  const isShared = ({ ask }: SceneAnswer) => (askers.get(ask)?.length ?? 0) > 1
  const at =
    [...byGate.values()]
      .map((one) => one.at)
      .toSorted()
      .at(-1) ?? ''
  const common = [...askers.values()].flatMap(([first]) => (first && isShared(first.answer) ? [first.answer] : []))
  return {
    shared: { ...headOf(common), at, site, answers: withOrigins(common) },
    own: new Map(
      [...byGate].map(([gate, { verdict, answers }]) => {
        const own = answers.filter((answer) => !isShared(answer))
        return [gate, { base: 'lab', ...headOf(own), verdict, answers: withOrigins(own) }]
      }),
    ),
  }
}

/** The answers a gate got under a fault, as far as they differ from those it got without the fault. */
export function faultScene(base: string, healthy: Recorded, { at, verdict, answers }: Recorded, says: readonly string[]): SceneText {
  const before = new Map(healthy.answers.map((answer) => [answer.ask, JSON.stringify(answer)]))
  const own = answers.filter((answer) => before.get(answer.ask) !== JSON.stringify(answer))
  const heard = new Set(answers.map(({ ask }) => ask))
  const unasked = healthy.answers.flatMap(({ ask }): AnswerInFile[] => (heard.has(ask) ? [] : [{ ask, absent: true }]))
  return { base, ...headOf(own), at, verdict, says: [...says], answers: [...withOrigins(own), ...unasked] }
}

/** The source and the program of the first answer, written once for all answers that share them. */
function headOf([first]: readonly SceneAnswer[]): Partial<AnswerOrigin> {
  return first === undefined ? {} : originOf(first.ask)
}

function withOrigins(answers: readonly SceneAnswer[]): readonly AnswerInFile[] {
  const head = headOf(answers)
  return answers.map((answer) => {
    const { source, from } = originOf(answer.ask)
    const { ask, ...rest } = answer
    return { ask, ...(source === head.source ? {} : { source }), ...(from === head.from ? {} : { from }), ...rest }
  })
}
