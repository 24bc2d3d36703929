import { constants, gunzipSync } from 'node:zlib'
import type { Stretch } from './redact-view.ts'

interface Packed extends Stretch {
  /** The unpacked bytes, one character for each. Undefined when there are more of them than the budget allows. */
  readonly text: string | undefined
}

/** How many bytes may still be unpacked from one text, so that a small answer cannot fill the memory. */
export interface Budget {
  bytes: number
}

export const wholeBudget = 16_000_000

/** gzip in base64, as helm keeps its releases and cloud-init its user data: its first bytes 1f 8b 08 are H4sI. */
export function* gunzipped(text: string, budget: Budget): Iterable<Packed> {
  for (const { 0: digits, index } of text.matchAll(/H4sI[A-Za-z0-9+/_-]{16,}={0,2}/g)) {
    const place = { start: index, end: index + digits.length }
    try {
      // A text that was cut off is read as far as it goes.
      const options = { maxOutputLength: Math.max(1, budget.bytes), finishFlush: constants.Z_SYNC_FLUSH }
      const bytes = gunzipSync(Buffer.from(digits, 'base64'), options)
      budget.bytes -= bytes.length
      yield { ...place, text: bytes.toString('latin1') }
    } catch (error) {
      if (error instanceof RangeError) {
        budget.bytes = 0
        yield { ...place, text: undefined }
      }
    }
  }
}
