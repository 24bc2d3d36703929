import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UsageError } from '../phase/config-error.ts'

export interface Outputs {
  readonly reportDir?: string
  readonly junit?: string
  readonly record?: string
}

/** Where the user wants output it must be possible to write it, and that is known before anything is asked: not after ten minutes of looking. */
export function refuseUnwritable({ reportDir, junit, record }: Outputs): void {
  if (reportDir !== undefined) mustBeFolder('--report-dir', reportDir)
  if (record !== undefined) mustBeFolder('--record', record)
  if (junit === undefined) return
  mustBeFolder('--junit', dirname(resolve(junit)))
  if (junit === '' || isFolder(junit))
    throw new UsageError(`--junit: wanted a file, received ${junit === '' ? 'nothing' : `the folder ${junit}`}`)
}

function mustBeFolder(option: string, folder: string): void {
  if (folder === '') throw new UsageError(`${option}: wanted a folder, received nothing`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why =
      code === 'EEXIST' || code === 'ENOTDIR'
        ? 'a file is in the way'
        : code === 'EROFS'
          ? 'the file system is read-only'
          : code === 'EACCES'
            ? 'this user may not write there'
            : code
    throw new UsageError(`${option}: wanted a folder that can be written, received ${folder}: ${why}`)
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
