/** Those that a gate may want; `date` is the far side's own clock, by which the ages of its things are judged. Everything else stays here: X-Subject-Token is a token, Set-Cookie a session. */
const kept = ['content-type', 'date', 'location', 'openstack-api-version', 'x-openstack-request-id', 'retry-after']

export type RawHeaders = Readonly<Record<string, string | string[] | undefined>>

/** The few headers an answer carries out of the transport, one value each. */
export function keptHeaders(headers: RawHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = headerOf(headers, name)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** How long a server asks to wait, as a part of a sentence: `, it asks to wait 30 s`. Empty when it says nothing, or a date, or anything else. */
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
