import { stripVTControlCharacters } from 'node:util'

/** Text of a remote machine on one line, safe on any terminal: no escapes, no control characters, no direction overrides. */
export function plain(text: string): string {
  return plainLines(text).join(' ')
}

/** The lines of a remote machine's text, made safe in the same way as by `plain`. Blank lines and trailing blanks are removed. */
export function plainLines(text: string): string[] {
  return stripVTControlCharacters(text)
    .toWellFormed()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      line
        .replaceAll('\t', '  ')
        .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
        .trimEnd(),
    )
    .filter((line) => line !== '')
}

/** Wraps a text at blanks only: a word longer than the line stays whole, because it may be a path to copy. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ').filter((word) => word !== '')) {
    const last = lines.at(-1)
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** The width of a text in columns, counted as code points and not as UTF-16 units. This is close enough for text that is nearly all ASCII. */
export function columnsOf(text: string): number {
  return [...text].length
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

export function cut(text: string, columns: number): string {
  return columnsOf(text) <= columns ? text : `${[...text].slice(0, columns - 1).join('')}…`
}

/** `1 gate`, `2 gates` */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}

/** An ISO 8601 time in UTC, to the minute: `2026-03-12 02:15 UTC` */
export function utcMinute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

/** `0.4 s`, `12.3 s`, `3 min 05 s` */
export function duration(ms: number): string {
  const tenths = Math.round(ms / 100)
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
