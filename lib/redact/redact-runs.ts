import { lastUpTo, type Stretch, type View } from './redact-view.ts'

/** Stretches of a text that may be base64, and those that may be hexadecimal. */
export interface Runs {
  readonly base64: readonly Stretch[]
  readonly hex: readonly Stretch[]
}

/**
 * The shortest secret that the redactor learns, six bytes, has twelve hexadecimal digits. In base64 applied twice, six bytes have eleven digits and
 * one `=`. That is one digit too few, so they are found only beside other base64 digits. A longer secret has enough digits.
 */
const fewestDigits = 12

const inBase64 = 1
const inHex = 2
const isUpper = 4
const classOf = new Uint8Array(128)
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  classOf[char.charCodeAt(0)] = inBase64 | (/[0-9A-Fa-f]/.test(char) ? inHex : 0) | (/[A-Z]/.test(char) ? isUpper : 0)

interface Chain extends Stretch {
  readonly digits: number
}

/**
 * Finds the stretches that may be base64 or hexadecimal, in one pass. Base64 may be in either alphabet, hexadecimal also as `68 75 6e`, `68:75:6e` or
 * `0x68, 0x75`, or as xxd prints it.
 */
export function runsOf(text: string): Runs {
  const base64: Stretch[] = []
  const hex: Stretch[] = []
  let chain: Chain | undefined
  const closeChain = () => {
    if (chain && chain.digits >= fewestDigits) hex.push(chain)
    chain = undefined
  }
  for (let at = 0; at < text.length; at++) {
    const first = classOf[text.charCodeAt(at)] ?? 0
    if (first === 0) continue
    const start = at
    let all = first
    let any = first
    for (at++; at < text.length; at++) {
      const next = classOf[text.charCodeAt(at)] ?? 0
      if (next === 0) break
      all &= next
      any |= next
    }
    const length = at - start
    const digits = all & inHex ? length : text.startsWith('0x', start) && length === 4 ? 2 : 0
    if (digits > 0 && chain && start - chain.end <= 2) chain = { start: chain.start, end: at, digits: chain.digits + digits }
    else {
      closeChain()
      if (digits > 0) chain = { start, end: at, digits }
    }
    // Base64 of a text has capital letters, so a run without any is left out: host names and most words have none.
    if (length >= fewestDigits && any & isUpper) base64.push({ start, end: at })
  }
  closeChain()
  return { base64, hex }
}

/** One encoding. Each digit holds `bits` bits, and a group of `digits` digits makes whole bytes. `filler` is the digit for zero. */
interface Encoding {
  readonly name: 'base64' | 'hex'
  readonly bits: number
  readonly digits: number
  readonly filler: string
}

export const base64: Encoding = { name: 'base64', bits: 6, digits: 4, filler: 'A' }
export const hex: Encoding = { name: 'hex', bits: 4, digits: 2, filler: '0' }

/**
 * Decodes all `runs` of base64 or hex digits into one text, without the first `shift` digits of each run. The text has one character for each byte,
 * and zeros between two runs.
 */
export function decodedRuns(text: string, runs: readonly Stretch[], encoding: Encoding, shift: number): View {
  const { name, bits, digits, filler } = encoding
  const pieces: { readonly at: number; readonly run: Stretch; readonly count: number }[] = []
  const parts: string[] = []
  let total = 0
  for (const run of runs) {
    const used = digitsOf(text.slice(run.start, run.end), encoding).slice(shift)
    pieces.push({ at: (total * bits) / 8, run, count: used.length })
    const fill = digits - (used.length % digits) + digits
    parts.push(used, filler.repeat(fill))
    total += used.length + fill
  }
  return {
    text: Buffer.from(parts.join(''), name).toString('latin1'),
    outer(start, end) {
      const piece = pieces[lastUpTo(pieces, start)]
      if (!piece) return { start: 0, end: 0 }
      const last = Math.min(piece.count, Math.ceil(((end - piece.at) * 8) / bits))
      const from = digitAt(text, piece.run, shift + Math.floor(((start - piece.at) * 8) / bits), encoding)
      const to = digitAt(text, piece.run, shift + last - 1, encoding) + 1
      return { start: text.startsWith('0x', from - 2) ? from - 2 : from, end: last === piece.count ? padded(text, to, encoding) : to }
    },
  }
}

const marks = /0x|[^0-9A-Fa-f]/g

function digitsOf(raw: string, encoding: Encoding): string {
  return encoding.name === 'hex' ? raw.replace(marks, '') : raw
}

/** The position, in `text`, of one digit of a run. `count` is the number of digits of the run that come before that digit. */
function digitAt(text: string, run: Stretch, count: number, encoding: Encoding): number {
  const raw = text.slice(run.start, run.end)
  if (digitsOf(raw, encoding).length === raw.length) return run.start + count
  let left = count
  for (let at = run.start; at < run.end; at++) {
    if (text.startsWith('0x', at)) at++
    else if (/[0-9A-Fa-f]/.test(text.charAt(at)) && left-- === 0) return at
  }
  return run.end - 1
}

function padded(text: string, end: number, encoding: Encoding): number {
  if (encoding.name === 'hex' || text[end] !== '=') return end
  return text[end + 1] === '=' ? end + 2 : end + 1
}
