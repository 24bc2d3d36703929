/** A piece of text that is secret, from `start` up to but not including `end`. */
export interface Span {
  readonly start: number
  readonly end: number
  /** The label in the token, e.g. `password`. */
  readonly kind: string
  /** The secret itself, when it is escaped in the text. */
  readonly secret?: string
  /** The quote to write around the token, `"` or `\"`, when the value was a bare number: a token is not a number. */
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

/** A word starts here: also after a literal `\n` and after `%20`, as inside JSON strings and URLs. */
export const wordStart = String.raw`(?:(?<![\w-])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))`

/** Finds by a regular expression whose group `secret` ends where the match ends; without the group the match is the secret. */
export function byRegex(kind: string, regex: RegExp, isSecret: (match: string) => boolean = () => true): Pattern['find'] {
  return function* (text) {
    for (const match of text.matchAll(regex)) {
      const secret = match.groups?.secret ?? match[0]
      const end = match.index + match[0].length
      if (isSecret(secret)) yield { start: end - secret.length, end, kind }
    }
  }
}
