import type { Pattern, Span } from './patterns-span.ts'
import { familyOf, isAlsoProse, isPath } from './patterns-word.ts'
import { isPlaceholder } from './redact-token.ts'

/** Sentences in which a person or a program states a secret: `the password is swordfish`. */
export const sentences: Pattern = {
  name: 'secret in a sentence',
  why: 'error messages, notes and SQL: "the password is X", "user nova with password X", "IDENTIFIED BY X", "login nova password X"',
  example: {
    text: "the password is swordfish.\nlogin of user nova with password hunter2 failed\nThe secret key is 'k3y-0f-n0va'\nCREATE USER n IDENTIFIED BY 'tr0ub4dor'",
    secrets: ['swordfish', 'hunter2', 'k3y-0f-n0va', 'tr0ub4dor'],
    kind: 'password',
  },
  find: findSentences,
}

const quote = '(\\\\{0,8}["\'`‘“]|&quot;|&#39;)?'
const word =
  '(pass(?:word|phrase|code|wd)|secret(?: (?:access )?key)?|(?:api|access|encryption|unseal|recovery) key|(?:auth(?:entication)? |access |root )?token|credentials?)'
const owner = String.raw`(?: (?:for|of) (?:the )?(?:user |account )?\\{0,8}["']?[\w@.-]{1,64}\\{0,8}["']?)?`
const verb = '(?: (?:has been |was |is )?(?:set|changed|reset) to| (?:is|was)(?: (?:now|still))?| =|:| equals)'
const stated = new RegExp(String.raw`\b${word}${owner}${verb}:?[ \t]{1,8}${quote}(?=\S)`, 'gi')
const given = new RegExp(
  String.raw`(?:\b(?:with|using|and|by|as|via|login [^\s"'\\]{1,64}) (?:the )?${word}|\b(?:identified|authenticated) by(?: password)?)(?:(?: is)?:)?[ \t]{1,8}${quote}(?=\S)`,
  'gi',
)

/** Words that describe a password rather than being one. */
const states =
  /^(?:a|an|the|not|no|too|to|in|on|at|as|and|or|of|for|from|by|with|via|only|also|now|still|never|always|being|been|be|it|its|this|that|what|wrong|correct|incorrect|invalid|valid|empty|blank|weak|strong|short|long|shorter|longer|same|different|default|plain|plaintext|plain-text|clear|cleartext|text|mandatory|optional|safe|secure|unsafe|secret|known|unknown|set|unset|reset|kept|sent|read|given|taken|shown|hidden|written|bad|good|fine|ok|okay|old|new|older|stale|case-sensitive|out|up|there|here|gone|lost|missing|null|none|auth|authentication|authorization|authenticator|login|logins|prompt|policy|policies|protection|file|files|hash|hashes|hashing|based|method|plugin|grant|manager|database|must|should|may|can|cannot|will|would|if|when|because|but|until|than|\w+(?:ed|ing|able|ible|ly|n't))$/i

function* findSentences(text: string): Iterable<Span> {
  for (const regex of [stated, given]) {
    for (const match of text.matchAll(regex)) {
      const isSql = match[1] === undefined
      const family = familyOf(match[1] ?? 'password')
      const start = match.index + match[0].length
      const end = endOfValue(text, start, match[2] ?? '')
      const value = text.slice(start, end)
      if (isNamed(value, { isQuoted: match[2] !== undefined, isWeak: isAlsoProse(family), isStated: regex === stated || isSql }))
        yield { start, end, kind: family }
    }
  }
}

/** A quoted value may have several words. Without a closing quote, or without any quotes, it is one word. */
function endOfValue(text: string, at: number, opening: string): number {
  if (opening !== '') {
    const closing = opening.endsWith(';') ? opening : (mates[opening.at(-1) ?? ''] ?? '')
    const line = /^[^\r\n\0]{0,200}/.exec(text.slice(at, at + 200))?.[0] ?? ''
    const length = line.indexOf(closing)
    if (length > 0 && (closing === '"' || !line.slice(0, length).includes('"')))
      return at + line.slice(0, length).replace(/\\+$/, '').length
  }
  let end = at
  while (end < text.length && end - at < 400 && !/[\s"'`<>\0’”]/.test(text.charAt(end)) && !isEscape(text, end)) end++
  while (opening === '' && end > at && /[.,;:!?)\]}]/.test(text.charAt(end - 1))) end--
  return end
}

const mates: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '‘': '’', '“': '”' }

function isEscape(text: string, at: number): boolean {
  return text[at] === '\\' && /[nrt"'\\]/.test(text[at + 1] ?? '"')
}

interface How {
  readonly isQuoted: boolean
  /**
   * The sentence uses a word such as token or key. Text often has such a word without a secret after it, so the value counts only if it looks
   * like a secret.
   */
  readonly isWeak: boolean
  /** `is X` rather than `with password X`. */
  readonly isStated: boolean
}

function isNamed(value: string, { isQuoted, isWeak, isStated }: How): boolean {
  if (value.length < 3 || isPlaceholder(value) || isPath(value) || states.test(value)) return false
  // Not a secret: a URL, a value already redacted, or text that begins with a bracket or punctuation. A quote before a bracket or punctuation may
  // close the string that holds the sentence, so what follows need not be a value.
  if (/^\w+:\/\/|^[[({<$%\s,:;}\]]|\[redacted:/.test(value)) return false
  const isMixed = /\d/.test(value) && /[A-Za-z]/.test(value)
  const isOdd = /[a-z][A-Z]|[!@#$%^&*+=~?]/.test(value)
  if (isWeak) return value.length >= 6 && (isQuoted || isMixed) && !/^\d+[a-z]{0,2}$/.test(value)
  return isQuoted || isMixed || isOdd || (isStated && value.length >= 4)
}
