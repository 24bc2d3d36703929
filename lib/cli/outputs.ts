import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Destination, destinationOf } from '../files/destination.ts'
import { UsageError } from '../phase/config-error.ts'

export interface Outputs {
  readonly reportDir?: string
  readonly junit?: string
  readonly html?: string
  readonly record?: string
  readonly json?: true
  readonly nagios?: true
}

/** Where the user wants output it must be possible to write it, and that is known before anything is asked: not after ten minutes of looking. */
export function refuseUnwritable(outputs: Outputs): void {
  const { reportDir, junit, html, record } = outputs
  if (reportDir !== undefined) mustBeFolder('--report-dir', reportDir)
  if (record !== undefined) mustBeFolder('--record', record)
  if (junit !== undefined) mustBeFile('--junit', junit, outputs)
  if (html !== undefined) mustBeFile('--html', html, outputs)
}

export function mustBeFile(option: string, path: string, outputs: Outputs): void {
  if (path === '') throw new UsageError(`${option}: wanted a file, received nothing`)
  const to = destinationFor(option, path)
  if (to.kind === 'descriptor') mustBeOurs(`${option} ${path}`, to.number, outputs)
  if (to.kind === 'special' && to.what === 'a block device')
    throw new UsageError(`${option}: wanted a file, received the block device ${path}`)
  if (to.kind !== 'file') return
  mustBeFolder(option, dirname(to.path))
  if (isFolder(to.path)) throw new UsageError(`${option}: wanted a file, received the folder ${path}`)
}

/** The folder below a file is looked at where folders are. */
function destinationFor(option: string, path: string): Destination {
  try {
    return destinationOf(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR') return { kind: 'file', path }
    throw new UsageError(`${option}: wanted a file that can be written, received ${path}: ${code}`)
  }
}

/** The document of --json and the line of --nagios are read by programs, which find nothing else on stdout. */
function mustBeOurs(given: string, descriptor: number, { json, nagios }: Outputs): void {
  if (!existsSync(`/proc/self/fd/${descriptor}`))
    throw new UsageError(`${given.replace(' ', ': wanted a file that can be written, received ')}: nothing is open there`)
  if (descriptor === 1 && (json || nagios))
    throw new UsageError(`${given} and ${json ? '--json' : '--nagios'} exclude each other: both write to stdout`)
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
