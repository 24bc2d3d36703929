/** Headers that a gate may need. All others stay in the transport: X-Subject-Token holds a token, and Set-Cookie holds a session. */
const kept = [
  ...['content-type', 'location', 'openstack-api-version', 'retry-after', 'www-authenticate'],
  ...['x-openstack-request-id', 'x-compute-request-id', 'x-trans-id'],
]

export type RawHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Picks the few headers of an answer that may leave the transport, with one value each. */
export function keptHeaders(headers: RawHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = headerOf(headers, name)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** Picks headers from the answer to a request without a credential: those of `keptHeaders`, the date, and the names of the cookies. */
export function originHeaders(headers: RawHeaders): Readonly<Record<string, string>> {
  const [date, cookies] = [headerOf(headers, 'date'), cookiesIn(headers)]
  return {
    ...keptHeaders(headers),
    ...(date === undefined ? {} : { date }),
    ...(cookies === undefined ? {} : { 'set-cookie': cookies }),
  }
}

/**
 * `csrftoken; Secure, sessionid`: the name of each cookie, and whether it goes back over TLS only. A cookie's value
 * opens a session, so it is left out.
 */
function cookiesIn({ 'set-cookie': set }: RawHeaders): string | undefined {
  const all = [set ?? []].flat().flatMap((cookie) => {
    const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim())
    const name = /^([\w!#$%&'*+.^`|~-]+)=/.exec(pair)?.[1]
    if (name === undefined) return []
    return [attributes.some((one) => one.toLowerCase() === 'secure') ? `${name}; Secure` : name]
  })
  return all.length === 0 ? undefined : all.join(', ')
}

/** Part of a sentence on how long to wait: `, it asks to wait 30 s`. Empty unless the server's Retry-After is a number of seconds. */
export function waitText(headers: RawHeaders): string {
  const value = headerOf(headers, 'retry-after') ?? ''
  return /^\d{1,5}$/.test(value) ? `, it asks to wait ${value} s` : ''
}

/** Whether a text can be sent as a header's value: one byte a character, and no control characters (RFC 9110 section 5.5). */
export function isHeaderValue(text: string): boolean {
  return /^[\t -~\x80-\xff]*$/.test(text)
}

/** One header's value; several of one name are joined, as HTTP says. Absent when it was not sent. */
export function headerOf(headers: RawHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
