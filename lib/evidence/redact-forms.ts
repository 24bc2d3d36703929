/** One way a secret can be written. */
export interface Form {
  readonly text: string
  /** White space and `\n` between its characters do not matter: long base64 and PEM are wrapped and indented at will. */
  readonly wraps?: boolean
  /** Base64 digits that also carry bits of a neighbour: taken along, they would betray part of the secret. */
  readonly shares?: { readonly before: boolean; readonly after: boolean }
  /** Only digits: a piece of a longer number is no find. */
  readonly isNumber?: boolean
}

/** Every way a tool, a shell or a serializer may write this secret. */
export function formsOf(secret: string): Form[] {
  const forms = new Map<string, Form>()
  const add = (text: string, more: Omit<Form, 'text'> = {}) => {
    if (text.length >= 6 && !forms.has(text)) forms.set(text, { text, ...more })
  }
  const wraps = secret.includes('\n') || secret.length > 60
  add(secret, { ...(wraps ? { wraps } : {}), ...(/^\d+$/.test(secret) ? { isNumber: true } : {}) })
  for (const form of inBase64(secret)) add(form.text, form)
  for (const text of [...inUrls(secret), ...inStrings(secret), ...inShells(secret), ...inMarkup(secret)]) add(text)
  for (const line of wraps ? secret.split(/\r?\n/) : []) if (line.trim().length >= 32 && !line.startsWith('-----')) add(line.trim())
  return [...forms.values()]
}

/** The digits that depend on the secret alone, at each of the three places it can take in a group of three bytes. */
function inBase64(secret: string): Form[] {
  const bytes = Buffer.from(secret, 'utf8')
  return [0, 1, 2].flatMap((offset) => {
    const packed = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    const start = Math.ceil((offset * 8) / 6)
    const end = Math.floor(((offset + bytes.length) * 8) / 6)
    const shares = { before: offset > 0, after: (offset + bytes.length) % 3 > 0 }
    const text = packed.slice(start, end)
    const wraps = text.length > 60
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')].map((text) => ({ text, shares, ...(wraps ? { wraps } : {}) }))
  })
}

/** RFC 3986 in the dialects of JavaScript, Python (which keeps `/`), Go and HTML forms; hex digits in either case. */
function inUrls(secret: string): string[] {
  const loose = encodeURIComponent(secret.toWellFormed())
  const strict = loose.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  return [loose, strict].flatMap((text) =>
    [text, text.replaceAll('%2F', '/'), text.replaceAll('%20', '+'), text.replaceAll('%40', '@').replaceAll('%3A', ':')].flatMap((text) => [
      text,
      text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ]),
  )
}

/** JSON as JavaScript, Python (ASCII only), Go (HTML-safe) and PHP (`\/`) write it, also JSON inside JSON; Python's repr. */
function inStrings(secret: string): string[] {
  const json = inner(secret)
  const ascii = json.replace(/[\u007f-\uffff]/g, unicode)
  const dialects = [json, ascii, json.replace(/[<>&\u2028\u2029]/g, unicode), json.replaceAll('/', '\\/')]
  return [
    ...dialects,
    ...dialects.map(inner),
    secret.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n'),
    secret.replaceAll('\n', '\\n'),
  ]
}

function inner(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function unicode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Single quotes as POSIX and as Python's shlex close and reopen them, double quotes, and one backslash per special character. */
function inShells(secret: string): string[] {
  return [
    secret.replaceAll("'", "'\\''"),
    secret.replaceAll("'", `'"'"'`),
    secret.replace(/["\\$`]/g, '\\$&'),
    secret.replace(/["\\$`!]/g, '\\$&'),
    secret.replace(/[^\w@%+=:,./\n-]/g, '\\$&'),
  ]
}

/** YAML doubles a single quote, oslo.config a percent sign; XML and HTML name five characters. */
function inMarkup(secret: string): string[] {
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const attribute = xml.replaceAll('"', '&quot;')
  return [
    secret.replaceAll("'", "''"),
    secret.replaceAll('%', '%%'),
    xml,
    attribute,
    attribute.replaceAll("'", '&apos;'),
    attribute.replaceAll("'", '&#39;'),
    attribute.replaceAll("'", '&#x27;'),
  ]
}
