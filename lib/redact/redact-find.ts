import type { Form } from './redact-forms.ts'

/** A place in a text where a secret was found in one of its forms. It runs from `start` up to but not including `end`. */
export interface Find {
  readonly start: number
  readonly end: number
  readonly secret: string
  readonly isNumber: boolean
}

interface Known extends Form {
  readonly secret: string
}

/**
 * The fewest characters that a searched string may have. Only groups of four that begin at a multiple of three are looked at, and any six characters
 * contain such a group whole.
 */
export const shortestForm = 6
const group = 4
const step = 3

/**
 * Finds thousands of strings in one pass over a text. At every third position, one look at four characters usually shows that none of the strings is
 * there.
 */
export class Finder {
  readonly #byGroup = new Map<number, { readonly known: Known; readonly offset: number }[]>()
  readonly #groups = new Uint8Array(1 << 18)
  readonly #texts = new Set<string>()

  add(secret: string, forms: readonly Form[]): void {
    for (const form of forms) {
      if (this.#texts.has(form.text)) continue
      this.#texts.add(form.text)
      for (let offset = 0; offset < step; offset++) {
        const key = hashAt(form.text, offset)
        this.#byGroup.set(key, [...(this.#byGroup.get(key) ?? []), { known: { ...form, secret }, offset }])
        this.#groups[slotOf(key)] = 1
      }
    }
  }

  find(text: string): Find[] {
    const finds: Find[] = []
    if (this.#texts.size === 0) return finds
    for (let at = 0; at + group <= text.length; at += step) {
      const key = hashAt(text, at)
      if (this.#groups[slotOf(key)] !== 1) continue
      for (const { known, offset } of this.#byGroup.get(key) ?? []) {
        const found = at < offset ? undefined : matchAt(text, at - offset, known)
        if (found) finds.push(found)
      }
    }
    return finds
  }
}

function hashAt(text: string, at: number): number {
  const half = Math.imul(text.charCodeAt(at), 961) + Math.imul(text.charCodeAt(at + 1), 31) + text.charCodeAt(at + 2)
  return (Math.imul(half, 31) + text.charCodeAt(at + 3)) | 0
}

function slotOf(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> 14
}

function matchAt(text: string, at: number, known: Known): Find | undefined {
  const end = text.startsWith(known.text, at) ? at + known.text.length : known.wraps ? wrappedEnd(text, at, known.text) : -1
  if (end === -1) return undefined
  const { secret, isNumber = false } = known
  if (isNumber && isPieceOfNumber(text, at, end)) return undefined
  if (!known.shares) return { start: at, end, secret, isNumber }
  // A character after a backslash, such as the n of `\n`, belongs to an escape and is not a base64 digit.
  const start = known.shares.before && isDigit(text[at - 1]) && text[at - 2] !== '\\' ? at - 1 : at
  return { start, end: known.shares.after ? paddedEnd(text, end) : end, secret, isNumber }
}

/** A long secret that is cut off counts as found when at least this many characters from the start of one of its forms match, blanks not counted. */
const enoughOfLong = 48

function wrappedEnd(text: string, at: number, form: string): number {
  let here = at
  let matched = 0
  let end = at
  for (let next = 0; next < form.length; ) {
    const wanted = form.charCodeAt(next)
    if (isBlank(wanted)) next++
    else if (text.charCodeAt(here) === wanted) {
      next++
      matched++
      end = ++here
    } else {
      const skip = blankLength(text, here)
      if (skip === 0) return matched >= enoughOfLong ? end : -1
      here += skip
    }
  }
  return end
}

function blankLength(text: string, at: number): number {
  if (isBlank(text.charCodeAt(at))) return 1
  return text[at] === '\\' && (text[at + 1] === 'n' || text[at + 1] === 'r') ? 2 : 0
}

function isBlank(code: number): boolean {
  return code === 10 || code === 13 || code === 32 || code === 9
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z0-9+/_-]/.test(char)
}

function paddedEnd(text: string, end: number): number {
  const after = isDigit(text[end]) ? end + 1 : end
  return text[after] !== '=' ? after : text[after + 1] === '=' ? after + 2 : after + 1
}

function isPieceOfNumber(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start)
  return (/\w$|\d\.$/.test(before) && !/\\[nrt]$/.test(before)) || /^\w|^\.\d/.test(text.slice(end, end + 2))
}
