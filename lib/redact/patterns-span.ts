/** A piece of text that is secret, from `start` up to but not including `end`. */
export interface Span {
  readonly start: number
  readonly end: number
  /** The label in the token, e.g. `password`. */
  readonly kind: string
  /** The secret without the escapes that it has in the text. Absent when the piece of text itself is the secret. */
  readonly secret?: string
  /** The quote, `"` or `\"`, to write around the token when it replaces a bare number. A token is text, so it needs quotes. */
  readonly quote?: string
}

export interface Pattern {
  readonly name: string
  /** Why the text that the pattern finds is secret, and which document or program gives the secret this form. */
  readonly why: string
  /** A made-up sample: its text, the secrets that must be removed from it, and the label in the tokens that replace them. */
  readonly example: { readonly text: string; readonly secrets: readonly string[]; readonly kind: string }
  /** Takes time linear in the length of the text, whatever the text is. */
  readonly find: (text: string) => Iterable<Span>
}

/**
 * Matches where a word may start: where no letter, digit, `_` or `-` stands before it. A word may also start after an escape, such as `\n` in a
 * JSON string or `%20` in a URL.
 */
export const wordStart = String.raw`(?:(?<![\w-])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))`

/** Finds secrets by a regular expression. Its group `secret` must end where the match ends. Without that group, the whole match is the secret. */
export function byRegex(kind: string, regex: RegExp, isSecret: (match: string) => boolean = () => true): Pattern['find'] {
  return function* (text) {
    for (const match of text.matchAll(regex)) {
      const secret = match.groups?.secret ?? match[0]
      const end = match.index + match[0].length
      if (isSecret(secret)) yield { start: end - secret.length, end, kind }
    }
  }
}
