import { CouldNotLook } from './could-not-look.ts'

/** The output of a program: both streams are kept apart, and their bytes counted. Bytes that are not UTF-8 become U+FFFD. */
export class Output {
  readonly #stdout: Buffer[] = []
  readonly #stderr: Buffer[] = []
  readonly #maxBytes: number
  readonly #overhead: number
  #bytes = 0

  /** `overhead`: how many bytes more than `maxBytes` are accepted, because so many of the bytes are not part of the answer. */
  constructor(maxBytes: number, overhead = 0) {
    this.#maxBytes = maxBytes
    this.#overhead = overhead
  }

  /** False when the chunk no longer fits; it is then dropped. */
  add(stream: 'stdout' | 'stderr', chunk: Buffer): boolean {
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBytes + this.#overhead) return false
    const chunks = stream === 'stdout' ? this.#stdout : this.#stderr
    chunks.push(chunk)
    return true
  }

  text(): { readonly stdout: string; readonly stderr: string } {
    const { stdout, stderr } = this.bytes()
    return { stdout: stdout.toString(), stderr: stderr.toString() }
  }

  bytes(): { readonly stdout: Buffer; readonly stderr: Buffer } {
    return { stdout: Buffer.concat(this.#stdout), stderr: Buffer.concat(this.#stderr) }
  }

  tooLarge(asked: string): CouldNotLook {
    return new CouldNotLook('too-large', asked, `${asked}: the answer is larger than the limit of ${this.#maxBytes} bytes`)
  }
}
