import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import { z } from 'zod'
import { NotReadable, readText } from '../files/read-regular.ts'
import { ConfigError } from '../phase/config-error.ts'
import { wantedOf } from '../phase/config-file.ts'
import type { CouldNotLookKind } from '../transport/could-not-look.ts'
import { withLargeTexts } from './large-texts.ts'
import { mergePatch } from './merge-patch.ts'

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
  /** For an openrc: its settings that are not secret. */
  readonly openrc?: unknown
  readonly error?: { readonly kind: CouldNotLookKind; readonly key: string; readonly message: string; readonly remedy?: string }
}

/** What a scene file may say of an answer that its base has as well. */
interface AnswerChange extends SceneAnswer {
  /** A merge patch (RFC 7396) on the base's json, pod, token or openrc. */
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
  /** The site the answers belong to: a file in sites/, or what differs from the example (a merge patch). Absent: the example. */
  readonly site?: string | Readonly<Record<string, unknown>>
  readonly answers: readonly SceneAnswer[]
}

/** Reads a scene with everything it is based on, one `base` or a list. A base is looked for beside the file, then in `shared`. No link may lead out of the scene's folder. */
export function readScene(file: string, shared: string): Scene {
  return readOn([file], shared)
}

/** The last file of the chain; the others stand on it. */
function readOn(chain: readonly [string, ...string[]], shared: string): Scene {
  const file = chain.at(-1) ?? chain[0]
  const raw = readYaml(file)
  const bases = [raw.base ?? []].flat().map((base) => readOn([...chain, baseFile(chain, String(base), shared)], shared))
  const [base] = bases
  const text = (key: string): string => {
    const value = raw[key] ?? base?.[key as keyof Scene]
    if (typeof value === 'string' && value !== '') return value
    throw new ConfigError(file, key, 'a text', raw[key])
  }
  const list = (key: string): readonly unknown[] => {
    const value = raw[key] ?? []
    if (Array.isArray(value)) return value
    throw new ConfigError(file, key, 'a list', value)
  }
  const source = text('source')
  if (source !== 'recorded' && source !== 'authored') throw new ConfigError(file, 'source', 'recorded or authored', source)
  const at = text('at')
  if (Number.isNaN(Date.parse(at))) throw new ConfigError(file, 'at', 'a time such as "2026-11-20T10:00:00Z"', at)
  return {
    gate: typeof raw.gate === 'string' ? raw.gate : '',
    scene: typeof raw.scene === 'string' ? raw.scene : '',
    source,
    from: text('from'),
    at,
    ...(typeof raw.verdict === 'string' ? { verdict: raw.verdict } : {}),
    says: list('says').map(String),
    ...(typeof raw.site === 'string' || isRecord(raw.site) ? { site: raw.site } : base?.site === undefined ? {} : { site: base.site }),
    answers: changed(together(bases), list('answers') as readonly AnswerChange[], file),
  }
}

const AnswerShape = z.looseObject({
  exit: z.int().optional(),
  stdout: z.string().optional(),
  stdoutFile: z.string().optional(),
  stderr: z.string().optional(),
  stderrFile: z.string().optional(),
  status: z.int().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  bodyFile: z.string().optional(),
  log: z.string().optional(),
  logFile: z.string().optional(),
  attempts: z.array(z.looseObject({ project: z.string(), outcome: z.string() })).optional(),
  chain: z.array(z.string()).optional(),
  problem: z.string().optional(),
  error: z.looseObject({ kind: z.string(), key: z.string(), message: z.string(), remedy: z.string().optional() }).optional(),
})

/** Whoever wrote the file: a number where a text belongs would look like a bug of the gate that reads it. */
function checkShape(answer: object, problem: (at: string, wanted: string, received: unknown) => ConfigError): void {
  const [issue] = AnswerShape.safeParse(answer, { reportInput: true }).error?.issues ?? []
  if (!issue) return
  throw problem(issue.path.map((key) => `.${String(key)}`).join(''), wantedOf(issue), issue.input)
}

/** Of several bases the first that has an answer gives it. */
function together(bases: readonly Scene[]): readonly SceneAnswer[] {
  const answers = new Map<string, SceneAnswer>()
  for (const answer of bases.flatMap((base) => base.answers)) if (!answers.has(answer.ask)) answers.set(answer.ask, answer)
  return [...answers.values()]
}

function changed(base: readonly SceneAnswer[], own: readonly AnswerChange[], file: string): readonly SceneAnswer[] {
  const answers = new Map(base.map((answer) => [answer.ask, answer]))
  for (const change of own) {
    if (typeof change?.ask !== 'string') throw new ConfigError(file, 'answers', 'an `ask` on every answer', change)
    const path = `answers "${change.ask}"`
    checkShape(change, (at, wanted, received) => new ConfigError(file, `${path}${at}`, wanted, received))
    const { patch, absent, ...answer } = withLargeTexts(change, file)
    const before = answers.get(answer.ask)
    if (!absent && patch === undefined) {
      answers.set(answer.ask, answer)
      continue
    }
    if (!before) throw new ConfigError(file, path, 'a question the base has', absent ? 'absent: true' : 'a patch')
    if (absent) answers.delete(answer.ask)
    else
      answers.set(
        answer.ask,
        patched(before, patch, answer, (text) => new ConfigError(file, path, 'JSON in the base, to patch it', text)),
      )
  }
  return [...answers.values()]
}

function patched(before: SceneAnswer, patch: unknown, change: SceneAnswer, noJson: (text: string | undefined) => ConfigError): SceneAnswer {
  if (before.pod !== undefined) return { ...before, ...change, pod: mergePatch(before.pod, patch) }
  if (before.openrc !== undefined) return { ...before, ...change, openrc: mergePatch(before.openrc, patch) }
  if (before.token !== undefined) return { ...before, ...change, token: mergePatch(before.token, patch) }
  const { stdout, body, ...rest } = before
  const text = stdout ?? body
  try {
    return { ...rest, ...change, json: mergePatch(before.json ?? (JSON.parse(text ?? '') as unknown), patch) }
  } catch {
    throw noJson(text)
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function baseFile(chain: readonly [string, ...string[]], base: string, shared: string): string {
  const file = chain.at(-1) ?? chain[0]
  if (!/^[\w][\w.-]*$/.test(base)) throw new ConfigError(file, 'base', 'the name of a scene', base)
  const candidates = [join(dirname(file), `${base}.yaml`), join(shared, `${base}.yaml`)]
  const found = candidates.find((candidate) => candidate !== file && existsSync(candidate))
  if (!found) throw new ConfigError(file, 'base', `a scene ${candidates.join(' or ')}`, base)
  if (chain.includes(found)) throw new ConfigError(file, 'base', 'a scene that does not stand on this one', base)
  return found
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
    const value = load(readText(file, { inside: dirname(file) }), { filename: file })
    if (isRecord(value)) return value
    throw new ConfigError(file, '', 'a recording', value)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    if (error instanceof NotReadable) throw new ConfigError(file, '', 'a file that can be read', error.code)
    throw new ConfigError(file, '', 'a readable YAML file', error instanceof Error ? error.message : error)
  }
}
