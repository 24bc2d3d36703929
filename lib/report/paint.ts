import { styleText } from 'node:util'
import type { Verdict } from './result.ts'

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

/** The caller decides whether to colour. A stream is never examined, since the same report also goes to a file, without colour. */
export function painter(colour: boolean): Paint {
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text
}

/** Symbol and word differ by verdict, so that colour is never the only sign. */
export const sign: Readonly<
  Record<Verdict, { readonly symbol: string; readonly word: string; readonly style: Parameters<typeof styleText>[0] }>
> = {
  pass: { symbol: '✓', word: 'pass', style: 'green' },
  warn: { symbol: '!', word: 'advisory', style: 'yellow' },
  fail: { symbol: '✗', word: 'failed', style: ['red', 'bold'] },
  skip: { symbol: '–', word: 'skipped', style: 'gray' },
  unknown: { symbol: '?', word: 'unknown', style: ['magenta', 'bold'] },
}
