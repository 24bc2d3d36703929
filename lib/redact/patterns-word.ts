/** Endings of names whose value is secret: OS_PASSWORD, adminPass, client-key-data, application_credential_secret, X-Auth-Token. */
export const secretWord =
  '(?:pass(?:word|wd|phrase|code)|[_-](?:pass|pwd)|(?:admin|db|root|user|bind)(?:pass|pw)|secret(?:[_-]?access)?(?:[_-]?key|_id)?|(?:encryption|signing|shared|auth|hmac|corosync|certificate)[_-]key|api[_-]?key|private[_-]?key|key[_-]?data|token|oauth_signature|unseal[_-]?key|recovery[_-]?key|macaroon)\\d{0,2}'

export type Family = 'password' | 'secret' | 'api-key' | 'private-key' | 'token' | 'vault-key' | 'macaroon'

/** The label in the text that replaces a secret. It depends on `word`, the word that marked the value as secret. */
export function familyOf(word: string): Family {
  const text = word.toLowerCase()
  if (/pass|pwd?$|pwd?\d/.test(text)) return 'password'
  if (/^secret|^(?!private|api|unseal|recovery)[a-z]+[_-]key/.test(text)) return 'secret'
  if (text.startsWith('api')) return 'api-key'
  if (/^(?:private|key)/.test(text)) return 'private-key'
  if (/^(?:unseal|recovery)/.test(text)) return 'vault-key'
  return text.startsWith('macaroon') ? 'macaroon' : 'token'
}

/**
 * Whether words of this family, such as `token`, also stand before text that is not a secret: before the path of a file, or in a sentence like
 * "unexpected token: end of input".
 */
export function isAlsoProse(family: Family): boolean {
  return family !== 'password' && family !== 'vault-key'
}

/** Whether the word looks like a secret, as the passwords `hunter2` and `Tr0ub4dor` do, and not like a word of a sentence. */
export function looksRandom(word: string, family: Family): boolean {
  if (word.length < (isAlsoProse(family) ? 12 : 5)) return false
  return /\d/.test(word) ? /[A-Za-z]/.test(word) || family === 'password' : /[a-z][A-Z]|[!@#$%^&*+=~?]/.test(word)
}

/** The path of a file that holds a secret is not itself a secret: `private_key: /etc/ssl/private/api.key`. */
export function isPath(value: string): boolean {
  return value.length < 300 && /^(?:~|\.{1,2})?(?:\/[\w@.-]+){2,}$/.test(value) && !/[A-Za-z0-9]{30}/.test(value)
}
