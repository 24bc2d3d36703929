import { createHmac } from 'node:crypto'
import { keyType } from './host-key.ts'

/** One line of a known_hosts file, sshd(8) "SSH_KNOWN_HOSTS FILE FORMAT". */
export interface KnownHost {
  readonly marker?: '@revoked' | '@cert-authority'
  /** `10.12.4.9`, `[10.12.4.9]:2222`, `*.maas`, `!bad.maas`, `|1|salt|hash` */
  readonly patterns: readonly string[]
  readonly type: string
  readonly key: Buffer
  /** The text after the key; empty when there is none. */
  readonly comment: string
}

/** An address as known_hosts writes it: `10.12.4.9`, or `[10.12.4.9]:2222` when the port is not 22. */
export function hostSpec(address: string, port: number): string {
  return port === 22 ? address : `[${address}]:${port}`
}

/** Undefined for comments, empty lines, and lines whose key is not of the type that the line names. */
export function parseKnownHost(line: string): KnownHost | undefined {
  const words = line.trim().split(/\s+/)
  const marker = words[0] === '@revoked' || words[0] === '@cert-authority' ? words[0] : undefined
  const [hosts, type, base64, ...comment] = marker ? words.slice(1) : words
  if (!hosts || !type || !base64 || hosts.startsWith('#') || hosts.startsWith('@')) return undefined
  const key = Buffer.from(base64, 'base64')
  if (keyType(key) !== type) return undefined
  return { ...(marker ? { marker } : {}), patterns: hosts.split(','), type, key, comment: comment.join(' ') }
}

/** Whether a line is about this name. A negated pattern that fits excludes the line. */
export function isAbout({ patterns }: KnownHost, name: string): boolean {
  const fits = (pattern: string) => matches(pattern, name.toLowerCase())
  if (patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1)))) return false
  return patterns.some((pattern) => !pattern.startsWith('!') && fits(pattern))
}

/** Whether one pattern of a known_hosts line fits a name. The name must already be in lower case. */
export function matches(pattern: string, name: string): boolean {
  if (pattern.startsWith('|1|')) return matchesHash(pattern, name)
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === name
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(name)
}

/** `|1|salt|hash`: HMAC-SHA1 of the name under the salt, both base64. */
function matchesHash(pattern: string, name: string): boolean {
  const [, , salt = '', hash = ''] = pattern.split('|')
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash
}
