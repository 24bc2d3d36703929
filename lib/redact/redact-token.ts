import { createHmac } from 'node:crypto'

/**
 * The token that replaces a secret, e.g. `[redacted:password#a1b2c3]`. It has no quote, brace, angle bracket or backslash, so JSON and XML stay
 * valid.
 */
export const tokenShape = /\[redacted:[a-z0-9-]{1,32}#[0-9a-f]{6}\]/g

/** The suffix is keyed with the run's salt: equal secrets have equal tokens, but no secret can be guessed from a report. */
export function tokenOf(kind: string, secret: string, salt: string): string {
  const label = kind
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
  return `[redacted:${label || 'secret'}#${createHmac('sha256', salt).update(secret).digest('hex').slice(0, 6)}]`
}

/**
 * Returns the same text for a PEM key whether it was written with line breaks, with `\n`, indented, or in base64 as in a
 * kubeconfig.
 */
export function canonical(secret: string): string {
  const text = secret.startsWith('LS0tLS1') ? Buffer.from(secret, 'base64').toString('utf8') : secret
  return text.includes('-----BEGIN ') ? text.replace(/\\+[nrt]|\\+(?=\/)|\s/g, '') : text
}

const emptyWords =
  /^(?:null|nil|none|undefined|true|false|yes|no|on|off|string|str|required|optional|missing|invalid|incorrect|expired|unset|hidden|omitted|sensitive|pass|warn|fail|skip|unknown|data\+omitted)$/i
const emptyMarks =
  /^(?:[*•●.…-]+|x{3,}|~|<[a-z][a-z0-9 _.-]*>|\$\{[^}]*\}|\$\([^)]*\)|\{\{.*\}\}|%\(\w+\)s|[[(<]?(?:redacted|sensitive|masked)\b.*)$/i

/** Whether a value is a placeholder and not a secret: it is empty, a word such as `null`, asterisks, a variable reference, or one of our tokens. */
export function isPlaceholder(value: string): boolean {
  if (value.length > 200) return /^\*+$/.test(value)
  const text = value.trim()
  return text === '' || emptyWords.test(text) || emptyMarks.test(text)
}

const tokenHere = new RegExp(`${tokenShape.source}(?![\\w-])`, 'y')

/** Whether one of our redaction tokens begins at `at`. If so, an earlier redaction has judged the text from `at` on. */
export function startsRedacted(text: string, at: number): boolean {
  if (text[at] !== '[') return false
  tokenHere.lastIndex = at
  return tokenHere.test(text)
}
