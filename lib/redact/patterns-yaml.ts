import { endOfLine, type Place } from './patterns-line.ts'
import type { Span } from './patterns-span.ts'

type Value = Omit<Span, 'kind'>

interface Block {
  readonly values: readonly Value[]
  readonly next?: number
  readonly readUpTo: number
}

/** Lines below a key that are indented deeper: a block scalar, or a charm option with its value. Absent when there is neither. */
export function readBlock(text: string, at: number, place: Place): Block | undefined {
  const isScalar = /^[|>][-+\d]{0,2}[ \t]*\r?\n/.test(text.slice(at, at + 16))
  if (place.isEscaped || !(isScalar || /[\r\n]/.test(text[at] ?? ''))) return undefined
  const first = text.indexOf('\n', at) + 1
  const lines = linesBelow(text, first, place.indent, isScalar ? 10_000 : 40)
  const last = lines.at(-1)
  if (last === undefined) return { values: [], readUpTo: at }
  if (isScalar) return { values: [{ start: first + blanksAt(text, first), end: last.end }], next: last.end, readUpTo: last.end }
  return { values: lines.flatMap((line) => optionValue(text, line)), readUpTo: last.end }
}

/** `juju config` in YAML: the option's name, below it `value:` and `default:`. */
function optionValue(text: string, line: Line): Value[] {
  const found = /^[ \t]+(?:value|default|data):[ \t]+(?=\S)/.exec(text.slice(line.start, Math.min(line.end, line.start + 200)))
  return found ? [unwrapped(text, line.start + found[0].length, line.end)] : []
}

interface Line {
  readonly start: number
  readonly end: number
}

/** The lines from the position `at` to the first line that is not indented by more than `indent`. Each entry ends before its line break. */
export function linesBelow(text: string, at: number, indent: number, most: number, itemsToo = false): Line[] {
  const lines: Line[] = []
  for (let start = at; start > 0 && start < text.length && lines.length < most; ) {
    const newline = text.indexOf('\n', start)
    const next = newline === -1 ? text.length : newline
    const depth = Math.min(blanksAt(text, start), next - start)
    const isItem = itemsToo && depth === indent && text.startsWith('- ', start + depth)
    if (depth <= indent && !isItem) break
    lines.push({ start, end: text[next - 1] === '\r' ? next - 1 : next })
    start = next + 1
  }
  return lines
}

function blanksAt(text: string, at: number): number {
  let end = at
  while (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 9) end++
  return end - at
}

/** A YAML value without its quotes. */
export function unwrapped(text: string, at: number, end: number): Omit<Span, 'kind'> {
  const quote = text.charAt(at)
  if ((quote === '"' || quote === "'") && end - at > 1 && text[end - 1] === quote) return { start: at + 1, end: end - 1 }
  return { start: at, end: Math.min(end, endOfLine(text, at, { isEscaped: false })) }
}
