import type { Stretch } from './redact-view.ts'

/**
 * Where to put the replacement for a secret. For a part of an unquoted number in JSON: the place of the whole number, and the `quote` that JSON needs
 * around the replacement. Any other place is returned unchanged.
 */
export function asNumber(text: string, found: Stretch): Stretch & { readonly quote?: string } {
  const { start, end } = found
  if (!/^\d/.test(text.charAt(start)) || !/^\d+$/.test(text.slice(start, end))) return { start, end }
  const before = /-?[\d.]{0,400}$/.exec(text.slice(Math.max(0, start - 400), start))?.[0].length ?? 0
  const after = /^[\d.]{0,400}/.exec(text.slice(end, end + 400))?.[0].length ?? 0
  const number = { start: start - before, end: end + after }
  const opening = /(?:(\\*)"\s*:|[[,])\s*$/.exec(text.slice(Math.max(0, number.start - 40), number.start))
  if (!opening || !/^\s*(?:[,}\]]|\\[nr]|$)/.test(text.slice(number.end, number.end + 40))) return { start, end }
  return { ...number, quote: `${opening[1] ?? ''}"` }
}
