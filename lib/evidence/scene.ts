import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import { ConfigError } from '../phase/config-error.ts'
import type { CouldNotLookKind } from '../transport/could-not-look.ts'

/** One recorded answer. Either what came back, or why nothing did. */
export interface SceneAnswer {
  /** The question as `describe` writes it. */
  readonly ask: string
  readonly exit?: number
  readonly stdout?: string
  readonly stderr?: string
  /** In place of stdout or body: a value that is sent as JSON. */
  readonly json?: unknown
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** For a probe: the pod as last seen, and what it printed. */
  readonly pod?: unknown
  readonly log?: string
  /** For a login: which project names were tried. */
  readonly attempts?: readonly { readonly project: string; readonly outcome: string }[]
  readonly token?: unknown
  /** For TLS: PEM certificates, and why they are not trusted. */
  readonly chain?: readonly string[]
  readonly problem?: string
  readonly error?: { readonly kind: CouldNotLookKind; readonly key: string; readonly message: string; readonly remedy?: string }
}

/** What a scene file may say of an answer that its base has as well. */
interface AnswerChange extends SceneAnswer {
  /** A merge patch (RFC 7396) on the base's json or pod. */
  readonly patch?: unknown
  /** Takes the base's answer away. */
  readonly absent?: boolean
}

/** The answers one gate got under one condition. */
export interface Scene {
  readonly gate: string
  readonly scene: string
  /** `recorded`: printed by the real programs named in `from`. `authored`: written from the documentation named there. */
  readonly source: 'recorded' | 'authored'
  readonly from: string
  /** The clock while it is replayed, ISO 8601. */
  readonly at: string
  /** The verdict it must lead to, and words the report must say. Absent in what `--record` writes. */
  readonly verdict?: string
  readonly says: readonly string[]
  /** Site file in sites/ whose addresses the answers carry; absent: the example's. */
  readonly site?: string
  readonly answers: readonly SceneAnswer[]
}

/** Reads a scene with everything it is based on. A base is looked for beside the file, then in `shared`. */
export function readScene(file: string, shared: string): Scene {
  const raw = readYaml(file)
  const base = raw.base === undefined ? undefined : readScene(baseFile(file, String(raw.base), shared), shared)
  const own = (raw.answers ?? []) as readonly AnswerChange[]
  const text = (key: string): string => {
    const value = raw[key] ?? base?.[key as keyof Scene]
    if (typeof value === 'string' && value !== '') return value
    throw new ConfigError(file, key, 'a text', raw[key])
  }
  const source = text('source')
  if (source !== 'recorded' && source !== 'authored') throw new ConfigError(file, 'source', 'recorded or authored', source)
  return {
    gate: typeof raw.gate === 'string' ? raw.gate : '',
    scene: typeof raw.scene === 'string' ? raw.scene : '',
    source,
    from: text('from'),
    at: text('at'),
    ...(typeof raw.verdict === 'string' ? { verdict: raw.verdict } : {}),
    says: ((raw.says as string[] | undefined) ?? []).map(String),
    ...(typeof raw.site === 'string' ? { site: raw.site } : base?.site === undefined ? {} : { site: base.site }),
    answers: changed(base?.answers ?? [], own, file),
  }
}

function changed(base: readonly SceneAnswer[], own: readonly AnswerChange[], file: string): readonly SceneAnswer[] {
  const answers = new Map(base.map((answer) => [answer.ask, answer]))
  for (const { patch, absent, ...answer } of own) {
    if (typeof answer.ask !== 'string') throw new ConfigError(file, 'answers', 'an `ask` on every answer', answer)
    const before = answers.get(answer.ask)
    if (absent || patch !== undefined) {
      if (!before) throw new ConfigError(file, `answers "${answer.ask}"`, 'a question the base has', Object.keys({ patch, absent }).join())
    }
    if (absent) answers.delete(answer.ask)
    else if (patch === undefined) answers.set(answer.ask, answer)
    else answers.set(answer.ask, patched(before as SceneAnswer, patch, answer))
  }
  return [...answers.values()]
}

function patched(before: SceneAnswer, patch: unknown, change: SceneAnswer): SceneAnswer {
  if (before.pod !== undefined) return { ...before, ...change, pod: mergePatch(before.pod, patch) }
  const json = before.json ?? (JSON.parse(before.stdout ?? before.body ?? 'null') as unknown)
  const { stdout: _stdout, body: _body, ...rest } = before
  return { ...rest, ...change, json: mergePatch(json, patch) }
}

/** RFC 7396: null removes a key, an object merges, anything else replaces. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch
  const result: Record<string, unknown> = { ...(isRecord(target) ? target : {}) }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function baseFile(file: string, base: string, shared: string): string {
  const candidates = [join(dirname(file), `${base}.yaml`), join(shared, `${base}.yaml`)]
  const found = candidates.find((candidate) => candidate !== file && existsSync(candidate))
  if (found) return found
  throw new ConfigError(file, 'base', `a scene ${candidates.join(' or ')}`, base)
}

/** Parsed files of this process: many scenes stand on the same base. */
const parsed = new Map<string, Record<string, unknown>>()

function readYaml(file: string): Record<string, unknown> {
  const known = parsed.get(file)
  if (known) return known
  const fresh = parseYaml(file)
  parsed.set(file, fresh)
  return fresh
}

function parseYaml(file: string): Record<string, unknown> {
  try {
    const value = load(readFileSync(file, 'utf8'), { filename: file })
    if (isRecord(value)) return value
    throw new ConfigError(file, '', 'a recording', value)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(file, '', 'a readable YAML file', error instanceof Error ? error.message : error)
  }
}
