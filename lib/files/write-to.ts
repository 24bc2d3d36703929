import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Destination } from './destination.ts'
import { NotReadable } from './read-regular.ts'

export interface Patience {
  /** How long to wait, in ms, for a FIFO to get a reader and for a reader to go on reading. Absent: 10 s. */
  readonly patienceMs?: number
}

const retryMs = 20

/**
 * Writes a text to a place that must not be replaced: an open file of this process, a FIFO, a socket, a character device. Never waits longer than
 * `patienceMs` for the reader.
 */
export async function writeTo(
  to: Exclude<Destination, { readonly kind: 'file' }>,
  text: string,
  { patienceMs = 10_000 }: Patience = {},
): Promise<void> {
  if (to.kind === 'descriptor') {
    if (to.number === 1) return writeToStream(process.stdout, text)
    if (to.number === 2) return writeToStream(process.stderr, text)
    // The descriptor is opened again without blocking, so that a write never blocks on a slow reader. It is opened in append mode, so that a file
    // keeps what it already holds.
    return writeToOpened(`/proc/self/fd/${to.number}`, text, patienceMs)
  }
  if (to.what === 'a socket') return writeToSocket(to.path, text, patienceMs)
  // A report written over the first sectors of a disk would destroy its content.
  if (to.what === 'a block device') throw new NotReadable('a block device, not a file')
  return writeToOpened(to.path, text, patienceMs)
}

function writeToStream(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => void stream.write(text, (error) => (error ? reject(error) : resolve())))
}

async function writeToOpened(path: string, text: string, patienceMs: number): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK | constants.O_NOCTTY
  const isNotYet = (code: unknown) => code === 'ENXIO'
  const file = await patiently(() => open(path, flags), isNotYet, patienceMs)
  try {
    await writeAll(file, Buffer.from(text), patienceMs)
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, patienceMs: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await patiently(
      () => file.write(bytes, done, bytes.length - done, null),
      (code) => code === 'EAGAIN',
      patienceMs,
    )
    done += bytesWritten
  }
}

/** Tries again while the other side is not ready. */
async function patiently<Value>(attempt: () => Promise<Value>, isNotYet: (code: unknown) => boolean, patienceMs: number): Promise<Value> {
  const end = performance.now() + patienceMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && isNotYet(error.code)) || performance.now() > end) throw error
    }
    await setTimeout(retryMs)
  }
}

function writeToSocket(path: string, text: string, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path }, () => socket.end(text))
    socket.setTimeout(patienceMs, () => socket.destroy(Object.assign(new Error('nothing reads from it'), { code: 'EAGAIN' })))
    socket.once('error', reject)
    socket.once('finish', resolve)
    socket.once('finish', () => socket.destroySoon())
  })
}
