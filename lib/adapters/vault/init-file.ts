import type { Ask } from '../../transport/ask.ts'
import { jumphost } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe } from '../command.ts'
import { onlyLine } from '../lines.ts'
import { countFound, searchExits } from '../searched.ts'

/** What `vault operator init` printed, as it lies on the jumphost. Its content never leaves grep. */
export type InitFile = { readonly path: string; readonly exists: false } | ({ readonly path: string; readonly exists: true } & Kept)

export interface Kept {
  /** `regular file`, `regular empty file`, `directory` */
  readonly kind: string
  /** `0600` */
  readonly mode: string
  readonly written: Date
  /** Lines that hold an unseal key. */
  readonly unsealKeys: number
  readonly rootTokens: number
}

type Stat = Omit<Kept, 'unsealKeys' | 'rootTokens'>

function statOf(path: string): Command<Stat | 'absent'> {
  return {
    argv: ['stat', '-L', '-c', '%a %Y %F', path],
    // 1: it is not there, or stat failed otherwise and says so.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (/No such file or directory\s*$/.test(stderr) && stdout === '') return 'absent'
        throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'and said nothing'}`)
      }
      const line = onlyLine(stdout)
      const [, mode, modifiedS, kind] = /^([0-7]{1,4}) (\d+) (\S.*)$/.exec(line) ?? []
      if (!mode || !kind) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted mode, time and kind`)
      return { kind, mode: mode.padStart(4, '0'), written: new Date(Number(modifiedS) * 1000) }
    },
  }
}

/** `Unseal Key 1: …` and `Initial Root Token: …`, with something after the colon (command/operator_init.go). */
export const unsealKeyLine = '^Unseal Key [0-9]+: .'
export const rootTokenLine = '^Initial Root Token: .'

function countOf(pattern: string, path: string): Command<number> {
  return {
    argv: ['grep', '-cE', pattern, path],
    // 1: no line matches, which is an answer. 2: it could not be read.
    exits: searchExits,
    // What grep says of a file names the file, never a line of it.
    parse: countFound,
  }
}

export async function initFile(ask: Ask, path: string): Promise<InitFile> {
  const stat = await observe(ask, jumphost, statOf(path))
  if (stat === 'absent') return { path, exists: false }
  if (!stat.kind.startsWith('regular')) return { path, exists: true, ...stat, unsealKeys: 0, rootTokens: 0 }
  const [unsealKeys, rootTokens] = await Promise.all(
    [unsealKeyLine, rootTokenLine].map((pattern) => observe(ask, jumphost, countOf(pattern, path))),
  )
  return { path, exists: true, ...stat, unsealKeys: unsealKeys as number, rootTokens: rootTokens as number }
}
