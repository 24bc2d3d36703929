import type { Pattern, Span } from './patterns-span.ts'

export const urlPasswords: Pattern = {
  name: 'password in a URL',
  why: 'RFC 3986 §3.2.1; the database and message queue URLs of every OpenStack service, including a URL with several hosts (oslo.messaging)',
  example: {
    text: 'transport_url = rabbit://openstack:pw1-xY@10.0.0.1:5672,openstack:pw2-xY@10.0.0.2:5672/openstack',
    secrets: ['pw1-xY', 'pw2-xY'],
    kind: 'password',
  },
  find: findUrlPasswords,
}

const isEnd = /[\s"'<>`\\\0]/
/** In characters. No host and no password is longer, and the limit bounds the search in a text without blanks. */
const longest = 2000

function* findUrlPasswords(text: string): Iterable<Span> {
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    if (!/[A-Za-z0-9]/.test(text[at - 1] ?? '')) continue
    const start = at + 3
    let end = start
    while (end < text.length && end - start < longest && !isEnd.test(text.charAt(end)) && !text.startsWith('://', end)) end++
    yield* passwordsIn(text.slice(start, end), start)
  }
}

function* passwordsIn(rest: string, offset: number): Iterable<Span> {
  const slash = rest.search(/[/?#]/)
  const authority = slash === -1 ? rest : rest.slice(0, slash)
  // `user:pa/ss@host`: the text behind the colon is not a port, so the slash belongs to a password that should have been encoded.
  const isOpen = !authority.includes('@') && /:(?!\d*$)/.test(authority) && !authority.startsWith('[')
  let start = 0
  for (const part of ownersOf(isOpen ? rest : authority)) {
    const colon = part.indexOf(':')
    const at = part.lastIndexOf('@')
    if (colon !== -1 && colon + 1 < at) {
      const raw = part.slice(colon + 1, at)
      yield { start: offset + start + colon + 1, end: offset + start + at, kind: 'password', secret: decoded(raw) }
    }
    start += part.length + 1
  }
}

/** Splits at the commas: `u:p@a,u:p@b` has two hosts. A piece without @ is joined with the piece after it. */
function ownersOf(authority: string): string[] {
  const owners: string[] = []
  let open = ''
  for (const piece of authority.split(',')) {
    open = open ? `${open},${piece}` : piece
    if (!open.includes('@')) continue
    owners.push(open)
    open = ''
  }
  return owners
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
