import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readText } from '../files/read-regular.ts'
import { writeWhole } from '../files/write-whole.ts'
import { ConfigError } from '../phase/config-error.ts'
import type { Redactor } from '../redact/redact.ts'
import type { SceneAnswer } from './scene-file.ts'

/** In characters. A longer text is slow to write and to read as YAML, and above 8 MB it cannot be written at all. */
const mostInline = 64 * 1024
const members = ['stdout', 'stderr', 'body', 'log'] as const

/**
 * Members that replace large texts. Each names the file with the text, relative to the folder of the recording: `stdoutFile` may be
 * `large/3fe1a09c55d2b7e4.txt`.
 */
type MovedOut = Partial<Record<`${(typeof members)[number]}File`, string>>

/** The large texts of a recording, each in a file of its own. Gates that got the same text share one. */
export class LargeTexts {
  readonly #dir: string
  readonly #redactor: Pick<Redactor, 'redactData'>
  /** The file of each text. */
  readonly #files = new Map<string, string>()

  constructor(dir: string, redactor: Pick<Redactor, 'redactData'>) {
    this.#dir = dir
    this.#redactor = redactor
  }

  /** Writes each large text to its file, then returns the answers with references in place of the texts. */
  async movedOut(answers: readonly SceneAnswer[]): Promise<readonly (SceneAnswer & MovedOut)[]> {
    const moved: (SceneAnswer & MovedOut)[] = []
    for (const answer of answers) moved.push(await this.#small(answer))
    return moved
  }

  async #small(answer: SceneAnswer): Promise<SceneAnswer & MovedOut> {
    const large = members.filter((member) => (answer[member]?.length ?? 0) > mostInline)
    if (large.length === 0) return answer
    const moved = await Promise.all(large.map(async (member) => [`${member}File`, await this.#fileOf(answer[member] ?? '')] as const))
    const rest = Object.entries(answer).filter(([key]) => !large.some((member) => member === key))
    return { ask: answer.ask, ...Object.fromEntries([...rest, ...moved]) }
  }

  async #fileOf(text: string): Promise<string> {
    const known = this.#files.get(text)
    if (known !== undefined) return known
    const redacted = String(this.#redactor.redactData(text))
    const file = join('large', `${createHash('sha256').update(redacted).digest('hex').slice(0, 16)}.txt`)
    mkdirSync(join(this.#dir, 'large'), { recursive: true, mode: 0o700 })
    await writeWhole(join(this.#dir, file), redacted)
    this.#files.set(text, file)
    return file
  }
}

/** Texts that this process has read: many gates refer to the same one. */
const read = new Map<string, string>()

/** The answer of a scene file with its large texts in place of the references. Throws ConfigError. */
export function withLargeTexts<Answer extends SceneAnswer>(answer: Answer & MovedOut, file: string): Answer {
  if (!members.some((member) => answer[`${member}File`] !== undefined)) return answer
  const whole: Record<string, unknown> = Object.fromEntries(Object.entries(answer))
  for (const member of members) {
    const name = answer[`${member}File`]
    if (name === undefined) continue
    delete whole[`${member}File`]
    whole[member] = largeText(name, file, `answers "${answer.ask}".${member}File`)
  }
  return whole as unknown as Answer
}

function largeText(name: string, file: string, at: string): string {
  if (!/^large\/[\w][\w.-]*$/.test(name)) throw new ConfigError(file, at, 'a file such as large/3fe1a09c55d2b7e4.txt', name)
  const path = join(dirname(file), name)
  const known = read.get(path)
  if (known !== undefined) return known
  try {
    const text = readText(path, { inside: dirname(file) })
    read.set(path, text)
    return text
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigError(file, at, `a file ${path} that can be read`, code === 'ENOENT' ? 'no such file' : code)
  }
}
