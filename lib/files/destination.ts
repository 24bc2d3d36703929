import { lstatSync, readlinkSync, type Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { specialKind } from './read-regular.ts'

/** Where a path to be written leads, after all links were followed. */
export type Destination =
  /** A file that this process has open: `/dev/stdout`, `/dev/fd/63`. */
  | { readonly kind: 'descriptor'; readonly number: number }
  /** A file or folder, or nothing yet. */
  | { readonly kind: 'file'; readonly path: string }
  /** `what`: `a FIFO`, `a socket`, `a character device`, `a block device`. Such a place is written to, never replaced. */
  | { readonly kind: 'special'; readonly path: string; readonly what: string }

/** As many links as Linux follows. */
const mostLinks = 40
const standard: Readonly<Record<string, number>> = { stdin: 0, stdout: 1, stderr: 2 }

/**
 * Where a text written to this path would go. A link to a missing file leads to the place of that file. Throws the system's error: `ENOTDIR`,
 * `ELOOP`.
 */
export function destinationOf(path: string): Destination {
  let here = resolve(path)
  for (let links = 0; links < mostLinks; links++) {
    const number = descriptorIn(here)
    if (number !== undefined) return { kind: 'descriptor', number }
    const stats = lstatSync(here, { throwIfNoEntry: false })
    if (!stats?.isSymbolicLink()) return placeOf(here, stats)
    here = resolve(dirname(here), readlinkSync(here))
  }
  throw Object.assign(new Error(`${path} leads through more than ${mostLinks} links`), { code: 'ELOOP' })
}

/**
 * The number of the descriptor that the text of a path names. Links are not followed: `/proc/self/fd/1` may be a link to a file, and a report must
 * not replace that file, which holds what was already printed.
 */
function descriptorIn(path: string): number | undefined {
  const [, name, number] = /^\/dev\/(?:(stdin|stdout|stderr)|fd\/(\d+))$/.exec(path) ?? []
  if (name !== undefined) return standard[name]
  const [, pid, own] = /^\/proc\/(self|\d+)\/fd\/(\d+)$/.exec(path) ?? []
  const found = number ?? (pid === 'self' || pid === String(process.pid) ? own : undefined)
  return found === undefined ? undefined : Number(found)
}

function placeOf(path: string, stats: Stats | undefined): Destination {
  const what = stats && specialKind(stats)
  return what === undefined ? { kind: 'file', path } : { kind: 'special', path, what }
}
