/**
 * Whether a whole word occurs in a text: `keystone-1` does not occur in `keystone-10`, nor in `admin/keystone-1`, since `-`, `.`, `/`, `:`
 * and `@` between letters or digits belong to the word. Several words must occur together, with one blank between them.
 */
export function occurs(word: string, text: string): boolean {
  const joint = '[-./:@_]'
  const letter = '[\\p{L}\\p{N}_]'
  const escaped = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(`(?<!${letter})(?<!${letter}${joint})${escaped}(?!${letter})(?!${joint}${letter})`, 'u').test(text)
}

/** A finding may say several things: `Ready is False; 2 machines are Failed`. Each part is a failure of its own. */
export function partsOf(text: string): readonly string[] {
  return text.split(';').flatMap((part) => part.trim() || [])
}
