import { closest } from 'fastest-levenshtein'
import { CouldNotLook } from '../transport/could-not-look.ts'
import { type Answer, describe, type Question } from '../transport/question.ts'
import type { Transport } from '../transport/transport.ts'
import type { Scene } from './scene.ts'
import type { SceneAnswer } from './scene-file.ts'

/** Answers questions from a scene. A question that the scene does not hold raises an error, and never gets an empty answer. */
export function replayTransport(scene: Pick<Scene, 'gate' | 'scene' | 'answers'>): Transport {
  const answers = new Map(scene.answers.map((answer) => [answer.ask, answer]))
  return {
    async ask(question, { maxBytes }) {
      const asked = describe(question)
      const recorded = answers.get(asked)
      if (!recorded) throw unrecorded(asked, scene, [...answers.keys()])
      const answer = recordedAnswer(recorded, question)
      if (sizeOf(answer) > maxBytes) throw new CouldNotLook('too-large', asked, `${asked} answered more than ${maxBytes} bytes`)
      return answer
    },
    async close() {},
  }
}

function unrecorded(asked: string, scene: Pick<Scene, 'gate' | 'scene'>, known: readonly string[]): CouldNotLook {
  const nearest = known.length === 0 ? 'it holds no answer at all' : `nearest recorded: "${closest(asked, [...known])}"`
  return new CouldNotLook('unrecorded', asked, `scene ${scene.scene} of ${scene.gate} has no answer to "${asked}"; ${nearest}`)
}

function recordedAnswer(recorded: SceneAnswer, question: Question): Answer {
  if (recorded.error) {
    const { kind, key, message, remedy } = recorded.error
    throw new CouldNotLook(kind, key, message, { remedy })
  }
  const json = recorded.json === undefined ? undefined : JSON.stringify(recorded.json)
  switch (question.kind) {
    case 'command':
      return { kind: 'command', exitCode: recorded.exit ?? 0, stdout: json ?? recorded.stdout ?? '', stderr: recorded.stderr ?? '' }
    case 'get':
      return { kind: 'get', status: recorded.status ?? 200, headers: recorded.headers ?? {}, body: json ?? recorded.body ?? '' }
    case 'login':
      return {
        kind: 'login',
        attempts: recorded.attempts ?? [],
        ...(recorded.token === undefined ? {} : { token: JSON.stringify(recorded.token) }),
      }
    case 'tls':
      return { kind: 'tls', chain: recorded.chain ?? [], ...(recorded.problem === undefined ? {} : { problem: recorded.problem }) }
    case 'openrc':
      return { kind: 'openrc', settings: JSON.stringify(recorded.openrc ?? {}) }
    case 'probe':
      return { kind: 'probe', pod: JSON.stringify(recorded.pod ?? {}), log: recorded.log ?? '' }
  }
}

function sizeOf(answer: Answer): number {
  return Object.values(answer).reduce((sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value) : 0), 0)
}
