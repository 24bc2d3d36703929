/** A place in a file as an editor counts: line and column begin with 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Converts the offsets of one text to lines. */
export interface Lines {
  place(offset: number): Place
  /** The line without its line break; empty past the end. */
  line(number: number): string
  /** Offset of the first character of this line. */
  startOf(number: number): number
  readonly count: number
}

export function linesOf(text: string): Lines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const startOf = (number: number) => starts[number - 1] ?? text.length
  return {
    count: starts.length,
    startOf,
    place(offset) {
      const index = lastNotAfter(starts, offset)
      return { line: index + 1, column: offset - (starts[index] ?? 0) + 1 }
    },
    line: (number) => text.slice(startOf(number), number < starts.length ? startOf(number + 1) - 1 : text.length).replace(/\r$/, ''),
  }
}

/** Index of the last of these ascending numbers that is at most the value; 0 when all are above it. */
export function lastNotAfter(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((ascending[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
