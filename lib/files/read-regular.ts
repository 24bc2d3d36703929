import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats, statSync } from 'node:fs'
import { sep } from 'node:path'

export interface ReadOptions {
  /** In bytes. Absent: 64 MiB, as much as one answer may hold. */
  readonly maxBytes?: number
  /** A folder. A file outside it, or a link that leads out of it, is refused. */
  readonly inside?: string
}

/** The path does not lead to a file that can be read to its end. `code` says what is there instead: `a FIFO`. */
export class NotReadable extends Error {
  override readonly name = 'NotReadable'
  readonly code: string

  constructor(code: string) {
    super(`it is ${code}`)
    this.code = code
  }
}

const chunkBytes = 1024 * 1024

/**
 * The content of a regular file. A FIFO, socket or device is never opened: reading it might not end, or opening it might have an effect. Throws
 * NotReadable, or the system's error (`ENOENT`).
 */
export function readRegular(path: string, { maxBytes = 64 * chunkBytes, inside }: ReadOptions = {}): Buffer {
  const real = inside === undefined ? path : realpathSync(path)
  if (inside !== undefined && !real.startsWith(`${realpathSync(inside)}${sep}`))
    throw new NotReadable('a link that leads out of the folder')
  refuseSpecial(statSync(real))
  // A file may have been replaced by a FIFO a moment ago, so it is opened without waiting, and its kind is checked again.
  const file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  try {
    refuseSpecial(fstatSync(file))
    return readAll(file, maxBytes)
  } finally {
    closeSync(file)
  }
}

/** The same as readRegular, decoded as UTF-8. */
export function readText(path: string, options?: ReadOptions): string {
  return readRegular(path, options).toString('utf8')
}

/** The same as readText, for callers that expect a promise. */
export async function loadText(path: string, options?: ReadOptions): Promise<string> {
  return readText(path, options)
}

/** The kind of a thing that is neither file nor folder: `a FIFO`. Undefined for a file or a folder. */
export function specialKind(stats: Stats): string | undefined {
  if (stats.isFIFO()) return 'a FIFO'
  if (stats.isSocket()) return 'a socket'
  if (stats.isCharacterDevice()) return 'a character device'
  if (stats.isBlockDevice()) return 'a block device'
  return undefined
}

/** A folder passes here: reading it fails later with EISDIR, an error that every caller expects. */
function refuseSpecial(stats: Stats): void {
  const kind = specialKind(stats)
  if (kind !== undefined) throw new NotReadable(`${kind}, not a file`)
}

/** The size the system reports is not trusted: a file can grow, and files in /proc report 0. */
function readAll(file: number, maxBytes: number): Buffer {
  const chunks: Buffer[] = []
  let total = 0
  for (;;) {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    const read = readSync(file, chunk, 0, chunkBytes, null)
    if (read === 0) return Buffer.concat(chunks, total)
    total += read
    if (total > maxBytes) throw new NotReadable(`larger than ${maxBytes} bytes`)
    chunks.push(read < chunkBytes ? Buffer.from(chunk.subarray(0, read)) : chunk)
  }
}
