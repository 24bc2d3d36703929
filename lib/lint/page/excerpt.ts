import { lastNotAfter } from './place.ts'

/** A piece of text, and the offset in the file at which it begins. */
export interface Piece {
  readonly text: string
  readonly at: number
}

/** Text taken out of a file, without list indentation, prompts, quotes or backslashes. Each character keeps its offset in the file. */
export interface Excerpt {
  readonly text: string
  /** Takes a character's offset in the text and returns its offset in the file. Also accepts the end of the text. */
  at(offset: number): number
  /** The text between two offsets, as pieces from which `excerpt` can make a smaller excerpt. */
  pieces(from: number, to: number): readonly Piece[]
}

export function excerpt(pieces: readonly Piece[]): Excerpt {
  const froms: number[] = []
  let text = ''
  for (const piece of pieces) {
    froms.push(text.length)
    text += piece.text
  }
  const at = (offset: number) => {
    const index = lastNotAfter(froms, offset)
    return (pieces[index]?.at ?? 0) + offset - (froms[index] ?? 0)
  }
  return {
    text,
    at,
    pieces(from, to) {
      const cuts = [from, ...froms.filter((start) => start > from && start < to), to]
      return cuts.slice(0, -1).map((start, i) => ({ text: text.slice(start, cuts[i + 1]), at: at(start) }))
    },
  }
}

/** The texts one after the other. Each character keeps its place in the file. */
export function joined(...texts: readonly Excerpt[]): Excerpt {
  return excerpt(texts.flatMap((one) => one.pieces(0, one.text.length)))
}

/**
 * Replaces the text of an excerpt with another text of the same length, for example with placeholders that a shell does not misread. Every offset in
 * the file stays the same.
 */
export function withText({ at }: Excerpt, text: string): Excerpt {
  const same: Excerpt = {
    text,
    at,
    pieces: (from, to) => Array.from({ length: to - from }, (_, i) => ({ text: text.charAt(from + i), at: at(from + i) })),
  }
  return same
}
