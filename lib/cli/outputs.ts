import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Destination, destinationOf } from '../files/destination.ts'
import { UsageError } from '../phase/config-error.ts'

export interface Outputs {
  readonly reportDir?: string
  readonly junit?: string
  readonly ctrf?: string
  readonly metrics?: string
  readonly html?: string
  readonly record?: string
  readonly json?: true
  readonly nagios?: true
}

/**
 * Throws UsageError when an output cannot be written where the user wants it. Call this before anything is asked. Otherwise the user
 * learns of the error only after ten minutes of looking.
 */
export function refuseUnwritable(outputs: Outputs): void {
  const { reportDir, junit, ctrf, metrics, html, record } = outputs
  if (reportDir !== undefined) mustBeFolder('--report-dir', reportDir)
  if (record !== undefined) mustBeFolder('--record', record)
  mustBeFile('--junit', junit, outputs)
  mustBeFile('--ctrf', ctrf, outputs)
  mustBeFile('--html', html, outputs)
  // node-exporter reads only files whose names end in .prom. The folder must be there already: node-exporter runs as
  // another user, who could not enter a folder that this program makes.
  if (metrics !== undefined && !metrics.endsWith('.prom'))
    throw new UsageError(`--metrics: wanted a file whose name ends in .prom, received ${metrics || 'nothing'}`)
  if (metrics !== undefined && !isFolder(dirname(metrics)))
    throw new UsageError(`--metrics: wanted a file in a folder that exists, received ${metrics}`)
  mustBeFile('--metrics', metrics, outputs)
}

export function mustBeFile(option: string, file: string | undefined, outputs: Outputs): void {
  if (file === undefined) return
  if (file === '') throw new UsageError(`${option}: wanted a file, received nothing`)
  const to = fileDestination(option, file)
  if (to.kind === 'descriptor') mustBeOurs(option, file, to.number, outputs)
  if (to.kind === 'special' && to.what === 'a block device')
    throw new UsageError(`${option}: wanted a file, received the block device ${file}`)
  if (to.kind !== 'file') return
  mustBeFolder(option, dirname(to.path))
  if (isFolder(to.path)) throw new UsageError(`${option}: wanted a file, received the folder ${file}`)
}

/**
 * Where a path leads. A path such as `notes.txt/out`, whose parent is a file, gets the kind `file` too: the caller checks the parent next, and
 * reports the error.
 */
function fileDestination(option: string, file: string): Destination {
  try {
    return destinationOf(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR') return { kind: 'file', path: file }
    throw new UsageError(`${option}: wanted a file that can be written, received ${file}: ${code}`)
  }
}

/**
 * Throws when the descriptor is not open. Also throws when it is stdout and --json or --nagios is used: a program that reads their output must find
 * nothing else on stdout.
 */
function mustBeOurs(option: string, file: string, descriptor: number, { json, nagios }: Outputs): void {
  if (!existsSync(`/proc/self/fd/${descriptor}`))
    throw new UsageError(`${option}: wanted a file that can be written, received ${file}: this file descriptor is not open`)
  if (descriptor === 1 && (json || nagios))
    throw new UsageError(`${option} ${file} and ${json ? '--json' : '--nagios'} exclude each other: both write to stdout`)
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
