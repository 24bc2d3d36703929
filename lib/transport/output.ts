import { CouldNotLook } from './could-not-look.ts'

/** What a program printed, kept apart and counted. Bytes that are no UTF-8 become U+FFFD. */
export class Output {
  readonly #stdout: Buffer[] = []
  readonly #stderr: Buffer[] = []
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** False when this chunk does not fit any more; it is dropped then. */
  add(stream: 'stdout' | 'stderr', chunk: Buffer): boolean {
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBytes) return false
    const chunks = stream === 'stdout' ? this.#stdout : this.#stderr
    chunks.push(chunk)
    return true
  }

  text(): { readonly stdout: string; readonly stderr: string } {
    return { stdout: Buffer.concat(this.#stdout).toString(), stderr: Buffer.concat(this.#stderr).toString() }
  }

  tooLarge(asked: string): CouldNotLook {
    return new CouldNotLook('too-large', asked, `${asked}: the answer is larger than the limit of ${this.#maxBytes} bytes`)
  }
}
