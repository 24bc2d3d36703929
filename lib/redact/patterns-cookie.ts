import { byRegex, type Pattern, type Span } from './patterns-span.ts'
import { isPlaceholder } from './redact-token.ts'

/** Whoever sends the cookie of a session can act as the user of that session. */
export const cookies: readonly Pattern[] = [
  {
    name: 'cookie header',
    why: 'RFC 6265: the header Set-Cookie sets one cookie and its attributes; the header Cookie sends cookies back, without attributes',
    example: {
      text: 'Set-Cookie: sessionid=k3jx9a0; Path=/; HttpOnly\nCookie: csrftoken=Zq81; theme=dark\n{"set-cookie":["id=a1b2; Max-Age=60"]}',
      secrets: ['k3jx9a0', 'Zq81', 'dark', 'a1b2'],
      kind: 'cookie',
    },
    find: findCookies,
  },
  {
    name: 'cookie of a session',
    why: 'Horizon’s sessionid and csrftoken (Django), and the session cookies of PHP, Java, Express and MAAS, wherever they occur',
    example: { text: 'curl -b sessionid=k3jx9a0pq7m2 https://10.0.0.1', secrets: ['k3jx9a0pq7m2'], kind: 'cookie' },
    find: byRegex(
      'cookie',
      /(?:\b(?:sessionid|csrftoken|csrfmiddlewaretoken|JSESSIONID|PHPSESSID|connect\.sid|grafana_session|mod_auth_openidc_session))=(?<secret>[^\s"'\\<>;,&|\0[]{6,4000})/gi,
    ),
  },
]

const attribute = /^(?:path|domain|expires|max-age|samesite|version|priority|comment)$/i

function* findCookies(text: string): Iterable<Span> {
  const header = /\b(?:set-)?cookie2?\\*["']?[ \t]{0,8}[:=][ \t]{0,8}\[?\\*["']?(?=[^\s=;"'\\]{1,100}=)/gi
  for (let match = header.exec(text); match; match = header.exec(text)) {
    const end = endOfHeader(text, header.lastIndex)
    for (const pair of text.slice(header.lastIndex, end).matchAll(/([^\s=;,"'\\]{1,100})=([^;\s"'\\]+)/g)) {
      const [whole, name = '', value = ''] = pair
      const start = header.lastIndex + pair.index + whole.length - value.length
      if (!attribute.test(name) && !isPlaceholder(value)) yield { start, end: start + value.length, kind: 'cookie' }
    }
    header.lastIndex = end
  }
}

function endOfHeader(text: string, at: number): number {
  let end = at
  while (end < text.length && !/[\r\n"'\\\0]/.test(text.charAt(end))) end++
  return Math.max(end, at)
}
