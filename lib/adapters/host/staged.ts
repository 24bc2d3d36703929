import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { absolutePath } from '../../transport/names.ts'
import type { Target } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe } from '../command.ts'
import { onlyLine, wholeLines } from '../lines.ts'

/** A file or folder that was put on a machine so that a command can read it. */
export interface Staged {
  /** As the site names it. */
  readonly path: string
  /** The real path, links followed; absent when nothing is there. */
  readonly realPath?: string
  /** Paths that this account cannot read: the path itself and those below it, two levels deep. */
  readonly unreadable: readonly string[]
}

const isMissing = /: No such file or directory\s*$/

function realPath(path: string): Command<string | 'missing'> {
  return {
    argv: ['realpath', '-e', path],
    // 1: some part of the path does not exist, or this account has no permission to look into it.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1) {
        if (stdout === '' && isMissing.test(stderr)) return 'missing'
        throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
      }
      const line = onlyLine(stdout)
      if (!line.startsWith('/')) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted an absolute path`)
      return line
    },
  }
}

/** An empty output is the good answer here: find prints only unreadable paths, and exits 1 when it could not look. */
function unreadableIn(path: string): Command<readonly string[]> {
  return {
    argv: ['find', '-L', path, '-maxdepth', '2', '!', '-readable'],
    // Exit code 1: find could not open a folder. find prints the path of this folder too, because the folder is not readable.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 1 && !(stdout !== '' && /: Permission denied\s*$/.test(stderr)))
        throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
      return stdout === '' ? [] : wholeLines(stdout)
    },
  }
}

export async function staged(ask: Ask, on: Target, path: string): Promise<Staged> {
  if (!absolutePath.is(path))
    throw new CouldNotLook(
      'not-understood',
      `path ${path}`,
      `${JSON.stringify(path)} is not a plain absolute path (letters, digits and _ . @ + - only), so it is not checked`,
    )
  const found = await observe(ask, on, realPath(path))
  if (found === 'missing') return { path, unreadable: [] }
  return { path, realPath: found, unreadable: await observe(ask, on, unreadableIn(path)) }
}
