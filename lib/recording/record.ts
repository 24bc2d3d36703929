import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { writeWhole } from '../files/write-whole.ts'
import type { Site } from '../phase/site.ts'
import type { Redactor } from '../redact/redact.ts'
import type { Verdict } from '../report/result.ts'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { type Answer, describe, type Question } from '../transport/question.ts'
import { LargeTexts } from './large-texts.ts'
import type { AnswerOrigin, Scene } from './scene.ts'
import type { SceneAnswer, SceneFile } from './scene-file.ts'

/**
 * Where the answers of a run come from: the live cloud or the replayed scene. A hand-written answer (`authored`) stays `authored` when its scene is
 * replayed and recorded again.
 */
export interface Origin extends Pick<Scene, 'from' | 'at' | 'site'> {
  /** The origin of each answer, by question. Absent: every answer was recorded now. */
  readonly origins?: Scene['origins']
}

/** The questions of each gate, each with its latest answer. */
export class Evidence {
  readonly #byGate = new Map<string, Map<string, SceneAnswer>>()

  note(gate: string, question: Question, outcome: Answer | CouldNotLook): void {
    const answers = this.#byGate.get(gate) ?? new Map<string, SceneAnswer>()
    this.#byGate.set(gate, answers)
    const asked = describe(question)
    answers.set(asked, { ask: asked, ...sceneAnswer(outcome) })
  }

  /** Replaces the answers of these gates with the newer ones. */
  replace(newer: Evidence, gates: ReadonlySet<string>): void {
    for (const [gate, answers] of newer.#byGate) if (gates.has(gate)) this.#byGate.set(gate, answers)
  }

  gates(): readonly string[] {
    return [...this.#byGate.keys()]
  }

  /** One gate's answers as a file that replays them. Not redacted yet. */
  sceneOf(gate: string, verdict: Verdict, { origins, ...origin }: Origin): WholeFile {
    const answers = [...(this.#byGate.get(gate)?.values() ?? [])]
    const first = answers[0] && origins?.get(answers[0].ask)
    const ofFile = { source: first?.source ?? 'recorded', from: origin.from } as const
    const own = answers.map((answer) => ({
      ...answer,
      ...unlike(ofFile, origins?.get(answer.ask) ?? { source: 'recorded', from: origin.from }),
    }))
    return { ...ofFile, ...origin, verdict, says: [], answers: own }
  }
}

type WholeFile = Omit<SceneFile, 'answers'> & { readonly answers: readonly (SceneAnswer & Partial<AnswerOrigin>)[] }

/** Those fields of an answer's origin (`source`, `from`) that differ from the origin of the whole file. */
function unlike(ofFile: AnswerOrigin, { source, from }: AnswerOrigin): Partial<AnswerOrigin> {
  return { ...(source === ofFile.source ? {} : { source }), ...(from === ofFile.from ? {} : { from }) }
}

function sceneAnswer(outcome: Answer | CouldNotLook): Omit<SceneAnswer, 'ask'> {
  if (outcome instanceof CouldNotLook) {
    return { error: outcome.facts }
  }
  switch (outcome.kind) {
    case 'command':
      return {
        ...(outcome.exitCode === 0 ? {} : { exit: outcome.exitCode }),
        stdout: outcome.stdout,
        ...(outcome.stderr === '' ? {} : { stderr: outcome.stderr }),
      }
    case 'get':
      return { status: outcome.status, headers: outcome.headers, body: outcome.body }
    case 'login':
      return { attempts: outcome.attempts, ...(outcome.token === undefined ? {} : { token: JSON.parse(outcome.token) as unknown }) }
    case 'tls':
      return { chain: outcome.chain, ...(outcome.problem === undefined ? {} : { problem: outcome.problem }) }
    case 'openrc':
      return { openrc: JSON.parse(outcome.settings) as unknown }
    case 'probe':
      return { pod: JSON.parse(outcome.pod) as unknown, log: outcome.log }
  }
}

export interface Recording {
  readonly evidence: Evidence
  /** The verdicts of the gates to keep; no other gate is written. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly site: Site
  readonly originOf: (gate: string) => Origin
}

/**
 * Writes `<gate>.yaml` for each gate and the `site.yaml` they belong to: `--replay DIR` reads these. Secrets are taken out before the data
 * becomes YAML. A gate whose answers cannot be written does not stop the others; the first such error is thrown at the end.
 */
export async function writeRecording(dir: string, recording: Recording, redactor: Pick<Redactor, 'redactData'>): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const large = new LargeTexts(dir, redactor)
  const write = (name: string, data: unknown) =>
    writeWhole(join(dir, name), dump(redactor.redactData(data), { lineWidth: -1, noRefs: true }))
  await write('site.yaml', recording.site)
  const problems: unknown[] = []
  for (const gate of recording.evidence.gates()) {
    const verdict = recording.verdicts.get(gate)
    if (verdict === undefined) continue
    try {
      const scene = recording.evidence.sceneOf(gate, verdict, recording.originOf(gate))
      await write(`${gate}.yaml`, { ...scene, answers: await large.movedOut(scene.answers) })
    } catch (error) {
      problems.push(error)
    }
  }
  if (problems.length > 0) throw problems[0]
}
