/** A text made from another text. It can still say from which part of the original each of its own parts came. */
export interface View {
  readonly text: string
  /** For the part of `text` from `start` to `end` (exclusive): the range of the original text from which that part was made. */
  outer(start: number, end: number): Stretch
}

export interface Stretch {
  readonly start: number
  readonly end: number
}

/** `text` with each match of a global `regex` changed, or removed when there is no `change`; undefined when that changes nothing. */
export function rewritten(text: string, regex: RegExp, change?: (match: string) => string): View | undefined {
  const changed = change ? text.replace(regex, change) : text.replace(regex, '')
  if (changed === text) return undefined
  let pieces: readonly Piece[] | undefined
  return {
    text: changed,
    // In most views no secret is found, and `outer` is not called. So the positions of the changed pieces are computed only at the first call.
    outer(start, end) {
      pieces ??= piecesOf(text, regex, change)
      return { start: originOf(pieces, start).start, end: originOf(pieces, end - 1).end }
    },
  }
}

/**
 * A view that holds only the matches of `regex`, each on its own line. Text that is scattered in small pieces among other
 * bytes can thus be searched as one text.
 */
export function joined(text: string, regex: RegExp): View {
  const pieces: { readonly at: number; readonly start: number }[] = []
  const parts: string[] = []
  let at = 0
  for (const match of text.matchAll(regex)) {
    pieces.push({ at, start: match.index })
    parts.push(match[0])
    at += match[0].length + 1
  }
  const originAt = (place: number) => {
    const piece = pieces[lastUpTo(pieces, place)]
    return piece ? piece.start + place - piece.at : 0
  }
  return { text: parts.join('\n'), outer: (start, end) => ({ start: originAt(start), end: originAt(end - 1) + 1 }) }
}

interface Piece extends Stretch {
  /** Where the changed piece starts in the new text. */
  readonly at: number
  /** The length of the changed piece in the new text. */
  readonly length: number
}

function piecesOf(text: string, regex: RegExp, change: (match: string) => string = () => ''): readonly Piece[] {
  const pieces: Piece[] = []
  let shift = 0
  for (const match of text.matchAll(regex)) {
    const length = change(match[0]).length
    pieces.push({ at: match.index - shift, length, start: match.index, end: match.index + match[0].length })
    shift += match[0].length - length
  }
  return pieces
}

/** The range of the original text that the character at `at` of the new text came from. */
function originOf(pieces: readonly Piece[], at: number): Stretch {
  const piece = pieces[lastUpTo(pieces, at)]
  if (!piece) return { start: at, end: at + 1 }
  const beyond = at - piece.at - piece.length
  return beyond < 0 ? piece : { start: piece.end + beyond, end: piece.end + beyond + 1 }
}

/** The index of the last item that starts at `at` or before; -1 when none does. */
export function lastUpTo(items: readonly { readonly at: number }[], at: number): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((items[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
