import type { Scene } from '../recording/scene.ts'
import type { SceneAnswer } from '../recording/scene-file.ts'

/** A scene with one answer spoilt. */
export interface Mutant {
  /** `healthy ~ emptied: keystone/0 $ …` */
  readonly name: string
  readonly scene: Scene
}

type Spoil = (answer: SceneAnswer) => SceneAnswer | undefined

/**
 * Ways to spoil an answer. A careless gate would accept the spoilt answer as good. A way that returns undefined leaves
 * the answer out.
 */
const spoils: Readonly<Record<string, Spoil>> = {
  dropped: () => undefined,
  unreachable: ({ ask }) => ({ ask, error: { kind: 'unreachable', key: ask, message: 'refused the connection' } }),
  emptied: (answer) => withText(answer, ''),
  truncated: (answer) => withText(answer, cutInsideALine(textOf(answer))),
  'collections emptied': (answer) => withJson(answer, (value) => eachTopLevel(value, emptied)),
  'lists emptied': (answer) => withJson(answer, withoutItems),
  'an empty object': (answer) => withJson(answer, () => ({})),
  'an empty list': (answer) => withJson(answer, () => []),
  failed: failed,
}

/**
 * Copies of the scene. In each copy, one answer that the gate asked for is spoilt in one way. A way that leaves the answer as it was makes no mutant.
 */
export function mutantsOf(scene: Scene, asked: ReadonlySet<string>): readonly Mutant[] {
  return scene.answers
    .filter((answer) => asked.has(answer.ask))
    .flatMap((answer) =>
      Object.entries(spoils).flatMap(([how, spoil]) => {
        const spoilt = spoil(answer)
        if (spoilt && JSON.stringify(spoilt) === JSON.stringify(answer)) return []
        const answers = scene.answers.flatMap((one) => (one === answer ? (spoilt ?? []) : one))
        return { name: `${scene.scene} ~ ${how}: ${answer.ask}`, scene: { ...scene, answers } }
      }),
    )
}

function textOf(answer: SceneAnswer): string {
  if (answer.json !== undefined) return JSON.stringify(answer.json)
  return answer.stdout ?? answer.body ?? (answer.pod === undefined ? '' : JSON.stringify(answer.pod))
}

/** The first half of an output, without a line break at its end: a gate could take an output of whole lines for complete. */
function cutInsideALine(text: string): string {
  const half = text.slice(0, Math.floor(text.length / 2))
  return half.endsWith('\n') ? half.slice(0, -1) : half
}

/** The answer with its output replaced by `text`, which is empty or cut short. Answers that are not text are spoilt in their own way. */
function withText(answer: SceneAnswer, text: string): SceneAnswer {
  const { json: _json, ...rest } = answer
  if (answer.pod !== undefined) return { ...rest, pod: {} }
  if (answer.openrc !== undefined) return { ...rest, openrc: {} }
  if (answer.chain !== undefined) return { ...rest, chain: text === '' ? [] : answer.chain.map((pem) => pem.slice(0, pem.length / 2)) }
  if (answer.attempts !== undefined) return text === '' ? { ask: answer.ask, attempts: [] } : answer
  if (answer.status !== undefined || answer.body !== undefined) return { ...rest, body: text }
  return text === '' && textOf(answer) === '' ? answer : { ...rest, stdout: text }
}

function withJson(answer: SceneAnswer, change: (value: unknown) => unknown): SceneAnswer {
  if (answer.pod !== undefined) return { ...answer, pod: change(answer.pod) }
  if (answer.openrc !== undefined) return { ...answer, openrc: change(answer.openrc) }
  if (answer.token !== undefined) return { ...answer, token: change(answer.token) }
  const value = jsonOf(answer)
  if (typeof value !== 'object' || value === null) return answer
  const changed = change(value)
  if (JSON.stringify(changed) === JSON.stringify(value)) return answer
  const { stdout: _stdout, body: _body, ...rest } = answer
  return { ...rest, json: changed }
}

function jsonOf(answer: SceneAnswer): unknown {
  if (answer.json !== undefined) return answer.json
  try {
    return JSON.parse(textOf(answer)) as unknown
  } catch {
    return undefined
  }
}

function eachTopLevel(value: unknown, change: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return []
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, change(inner)]))
}

function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return []
  return typeof value === 'object' && value !== null ? {} : value
}

/** Empties lists of objects, except under a key `relations`. Lists of strings and numbers stay: they are details, which a gate may ignore. */
function withoutItems(value: unknown): unknown {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object') ? [] : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'relations' ? inner : withoutItems(inner)]))
}

function failed(answer: SceneAnswer): SceneAnswer {
  if (answer.pod !== undefined) return { ...answer, pod: { ...(answer.pod as object), status: { phase: 'Failed' } }, log: 'OTHER: failed' }
  if (answer.openrc !== undefined)
    return { ask: answer.ask, error: { kind: 'credential', key: 'openrc', message: 'the openrc does not exist' } }
  if (answer.chain !== undefined) return { ...answer, problem: 'SELF_SIGNED_CERT_IN_CHAIN' }
  if (answer.attempts !== undefined) return { ask: answer.ask, attempts: [{ project: 'admin in admin_domain', outcome: 'refused: 401' }] }
  if (answer.status !== undefined || answer.body !== undefined) return { ...answer, status: 500 }
  return { ...answer, exit: 1 }
}
