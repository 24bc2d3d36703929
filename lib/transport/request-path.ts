import { CouldNotLook } from './could-not-look.ts'

/** The characters that need no escape in the path or query of a URL: printable ASCII except the blank, `"` and `#`. */
const allowed = /^[!$-~]+$/

/**
 * Throws CouldNotLook for a request path that names another host, resolves to another path on the server, or cannot be sent. In the last case, undici
 * would notice too late, and its pool would then hold back every later question. `asked`: the question, from `describe`.
 */
export function mustBeSendable(path: string, asked: string): void {
  const why = fault(path)
  if (why !== undefined) throw new CouldNotLook('not-understood', asked, `${JSON.stringify(asked)} was not sent: its path ${why}`)
}

function fault(path: string): string | undefined {
  if (!path.startsWith('/')) return 'does not start with /'
  if (/^\/[/\\]/.test(path)) return 'starts with two slashes, which names another host'
  if (!allowed.test(path)) return `holds ${unicode([...path].find((one) => !allowed.test(one)) ?? '')}, which is not allowed there`
  const [below = ''] = path.split('?')
  // A backslash is a slash to some servers.
  if (below.includes('\\')) return 'holds a backslash'
  if (below.split('/').some((one) => /^(?:\.|%2e){1,2}$/i.test(one))) return 'holds . or .., which servers resolve to another path'
  return undefined
}

/** `U+000A` */
function unicode(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
