import type { Ask } from '../../transport/ask.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { absolutePath, wholeNumber } from '../../transport/names.ts'
import type { CommandAnswer, Target } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe } from '../command.ts'
import { onlyLine, wholeLines } from '../lines.ts'

/** A file or folder that was put on a machine so that a command can read it. */
export interface Staged {
  /** As the site names it. */
  readonly path: string
  /** The real path, links followed; absent when nothing is there. */
  readonly realPath?: string
  /** What this account cannot read of `path` and of the paths below it, two levels deep. */
  readonly unreadable: readonly string[]
  /**
   * The files at `path` and two levels below it that do not belong to the owner of the home they are in. Empty for a path that is not in /home.
   */
  readonly foreign: readonly string[]
}

/** The number of the account that owns a folder. */
function ownerOf(folder: string): Command<string> {
  return {
    argv: ['stat', '-L', '-c', '%u', folder],
    parse: ({ stdout }) => {
      const line = onlyLine(stdout)
      if (!wholeNumber.is(line)) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 40))}, wanted the number of an account`)
      return line
    },
  }
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
  // Exit code 1: find could not open a folder. find still prints the folder's path, because the folder is not readable.
  return found(['find', '-L', path, '-maxdepth', '2', '!', '-readable'], ({ stdout, stderr }) => stdout !== '' && isDenied.test(stderr))
}

/** An empty output is the good answer here, too. A folder that find could not open is reported by `unreadableIn`. */
function foreignIn(path: string, uid: string): Command<readonly string[]> {
  return found(['find', '-L', path, '-maxdepth', '2', '-type', 'f', '!', '-uid', uid], ({ stderr }) => isDenied.test(stderr))
}

const isDenied = /: Permission denied\s*$/

function found(argv: readonly string[], isAnswer: (answer: CommandAnswer) => boolean): Command<readonly string[]> {
  return {
    argv,
    exits: [0, 1],
    parse: (answer) => {
      const { exitCode, stdout, stderr } = answer
      if (exitCode === 1 && !isAnswer(answer)) throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
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
  const real = await observe(ask, on, realPath(path))
  if (real === 'missing') return { path, unreadable: [], foreign: [] }
  const foreign = async () => {
    const [home] = /^\/home\/[^/]+(?=\/)/.exec(real) ?? []
    return home === undefined
      ? []
      : observe(ask, on, foreignIn(path, await observe(ask, on, ownerOf(absolutePath.checked(home, 'realpath')))))
  }
  const [unreadable, ofOthers] = await Promise.all([observe(ask, on, unreadableIn(path)), foreign()])
  return { path, realPath: real, unreadable, foreign: ofOthers }
}
