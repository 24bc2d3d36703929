import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../phase/config-error.ts'
import { checkConfig, readConfig } from '../phase/config-file.ts'
import { changed } from './changed.ts'
import type { Scene, SceneName } from './scene.ts'
import { AnswerInFile, SceneFile } from './scene-file.ts'

/**
 * Reads a scene and every scene that it is based on: one name or a list under `base`. Each name is looked for beside the file that holds it, then in
 * `shared`. A symbolic link must not lead out of its own folder.
 */
export function readScene(file: string, shared: string, { gate, scene }: SceneName): Scene {
  return { gate, scene, ...readOn([file], shared) }
}

type Unnamed = Omit<Scene, keyof SceneName>

/** Reads the last file of `chain`. The chain leads from a scene to its base, then to the base of that base, and so on. */
function readOn(chain: readonly [string, ...string[]], shared: string): Unnamed {
  const file = chain.at(-1) ?? chain[0]
  const { base = [], source, verdict, says, answers, ...own } = readFile(file)
  const bases = [base].flat().map((name) => readOn([...chain, baseFile(chain, name, shared)], shared))
  const at = own.at ?? bases[0]?.at
  if (at === undefined) throw new ConfigError(file, 'at', 'a time such as "2026-11-20T10:00:00Z"', undefined)
  const from = own.from ?? bases[0]?.from
  if (from === undefined) throw new ConfigError(file, 'from', 'where the answers come from: a program, or the documentation', undefined)
  const site = own.site ?? bases[0]?.site
  return {
    at,
    from,
    ...(verdict === undefined ? {} : { verdict }),
    says,
    ...(site === undefined ? {} : { site }),
    ...changed(together(bases), answers, { file, source, from }),
  }
}

/** Joins several bases: each answer comes from the first base that has it. */
function together(bases: readonly Unnamed[]): Pick<Scene, 'answers' | 'origins'> {
  const [first, ...others] = bases
  if (first === undefined) return { answers: [], origins: new Map() }
  if (others.length === 0) return first
  const answers = new Map(bases.toReversed().flatMap((base) => base.answers.map((answer) => [answer.ask, answer])))
  const inOrder = new Set(bases.flatMap((base) => base.answers.map(({ ask }) => ask)))
  return {
    answers: [...inOrder].flatMap((ask) => answers.get(ask) ?? []),
    origins: new Map(bases.toReversed().flatMap(({ origins }) => [...origins])),
  }
}

function baseFile(chain: readonly [string, ...string[]], base: string, shared: string): string {
  const file = chain.at(-1) ?? chain[0]
  const candidates = [join(dirname(file), `${base}.yaml`), join(shared, `${base}.yaml`)]
  const found = candidates.find((candidate) => candidate !== file && existsSync(candidate))
  if (!found) throw new ConfigError(file, 'base', `a scene ${candidates.join(' or ')}`, base)
  if (chain.includes(found)) throw new ConfigError(file, 'base', 'a scene whose own bases do not lead back to this scene', base)
  return found
}

interface OwnFile extends Omit<SceneFile, 'answers'> {
  readonly answers: readonly AnswerInFile[]
}

/** Files that this process has read: many scenes have the same base. */
const known = new Map<string, OwnFile>()

function readFile(file: string): OwnFile {
  const before = known.get(file)
  if (before) return before
  const whole = readConfig(file, SceneFile, '', { inside: dirname(file) })
  const answers = whole.answers.map((answer, index) => checkConfig(file, answer, AnswerInFile, '', nameOf(answer, index)))
  const fresh = { ...whole, answers }
  known.set(file, fresh)
  return fresh
}

/** The name of an answer in error messages: `answers "vault/0 $ vault status"`, or `answers.3` when the answer names no question. */
function nameOf(answer: unknown, index: number): string {
  const ask = typeof answer === 'object' && answer !== null && 'ask' in answer ? answer.ask : undefined
  return typeof ask === 'string' ? `answers "${ask}"` : `answers.${index}`
}
