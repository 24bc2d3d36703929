import { CouldNotLook } from '../../transport/could-not-look.ts'
import { type Command, NotUnderstood } from '../command.ts'
import { onlyLine } from '../lines.ts'

/** A file that a program reads only when it starts or reloads. */
export interface LoadedFile {
  readonly path: string
  readonly changed: Date
}

/** When a file was last written. For a link: the file that the link leads to. */
export function changeOf(path: string): Command<LoadedFile> {
  return {
    argv: ['stat', '-L', '-c', '%Y', path],
    sudo: true,
    parse: ({ stdout }) => changeIn(path, stdout),
  }
}

/** Like changeOf, but without sudo. CouldNotLook is of kind `credential` when a folder above the file is closed to this account. */
export function openChangeOf(path: string): Command<LoadedFile> {
  return {
    argv: ['stat', '-L', '-c', '%Y', path],
    // 1: the file could not be looked at, and stderr says why.
    exits: [0, 1],
    parse: ({ exitCode, stdout, stderr }) => {
      if (exitCode === 0) return changeIn(path, stdout)
      if (stdout === '' && /: Permission denied\s*$/.test(stderr))
        throw new CouldNotLook('credential', `file ${path}`, `${path} may not be looked at by this account`, { remedy: `namei -l ${path}` })
      throw new NotUnderstood(`exited 1: ${stderr.trim().slice(0, 300) || 'it printed no reason'}`)
    },
  }
}

function changeIn(path: string, stdout: string): LoadedFile {
  const line = onlyLine(stdout)
  if (!/^\d+$/.test(line)) throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted seconds`)
  return { path, changed: new Date(Number(line) * 1000) }
}
