import { shortestForm } from './redact-find.ts'

/** One way a secret can be written. */
export interface Form {
  readonly text: string
  /**
   * The text is also found with white space or `\n` between its characters: programs wrap and indent long base64 and
   * PEM as they like.
   */
  readonly wraps?: boolean
  /**
   * Whether the base64 digits just before and just after the text also carry bits of the secret. Such digits are replaced too, because they would
   * betray a part of the secret.
   */
  readonly shares?: { readonly before: boolean; readonly after: boolean }
  /** The secret has only digits. So it does not count as found where it is a part of a longer number. */
  readonly isNumber?: boolean
}

/**
 * Every way a tool, a shell or a serializer may write this secret, each also backwards. A secret that is encoded twice needs no form: the text is
 * decoded first.
 */
export function formsOf(secret: string): Form[] {
  const forms = new Map<string, Form>()
  const add = (text: string, more: Omit<Form, 'text'> = {}) => {
    if (text.length >= shortestForm && !forms.has(text)) forms.set(text, { text, ...more })
  }
  const wraps = /\s/.test(secret) || secret.length > 60
  add(secret, { ...(wraps ? { wraps } : {}), ...(/^\d+$/.test(secret) ? { isNumber: true } : {}) })
  const wide = Buffer.from(secret, 'utf16le')
  for (const bytes of [Buffer.from(secret, 'utf8'), wide, Buffer.from(wide).swap16()])
    for (const form of inBase64(bytes)) add(form.text, form)
  // The secret without its whitespace: some texts have had their line breaks removed.
  if (wraps) add(secret.replace(/\s+/g, ''), { wraps })
  for (const text of [...inUrls(secret), ...inStrings(secret), ...inShells(secret), ...inMarkup(secret)]) add(text)
  for (const text of inBytes(secret)) add(text)
  for (const text of spelledOut(secret)) add(text)
  for (const { text, ...form } of [...forms.values()]) add(backwards(text), { ...form, ...reversedShares(form) })
  for (const line of wraps ? secret.split(/\r?\n/) : []) if (line.trim().length >= 32 && !line.startsWith('-----')) add(line.trim())
  return [...forms.values()]
}

function backwards(text: string): string {
  return [...text].reverse().join('')
}

function reversedShares({ shares }: Omit<Form, 'text'>): Pick<Form, 'shares'> {
  return shares ? { shares: { before: shares.after, after: shares.before } } : {}
}

/** The bytes of the secret, each written as one character. Decoded base64 and hexadecimal are searched in this form. */
function inBytes(secret: string): string[] {
  if (/^[\0-\x7f]*$/.test(secret)) return []
  const wide = Buffer.from(secret, 'utf16le')
  return [Buffer.from(secret, 'utf8'), wide, Buffer.from(wide).swap16()].map((bytes) => bytes.toString('latin1'))
}

/**
 * The secret with each character written as a number. Decoding the text also finds these forms. They are listed as well because each listed form is
 * also looked for with its characters in reverse order.
 */
function spelledOut(secret: string): string[] {
  const hex = Buffer.from(secret, 'utf8').toString('hex')
  const pairs = (before: string, between = '') => hex.replace(/../g, (pair) => `${between}${before}${pair}`).slice(between.length)
  const points = Array.from(secret, (char) => char.codePointAt(0) ?? 0)
  const texts = [
    hex,
    Buffer.from(secret, 'utf16le').toString('hex'),
    pairs('', ':'),
    pairs('', ' '),
    hex.replace(/.{4}(?=.)/g, '$& '),
    pairs('0x', ', '),
    pairs('%'),
    pairs('='),
    pairs('\\x'),
    hex.replace(/../g, (pair) => `\\${Number.parseInt(pair, 16).toString(8).padStart(3, '0')}`),
    // Quoted-printable (RFC 2045). A blank and `@` need no escape there, yet they are often written as bytes: `=20`, `=40`.
    ...[/[^!-<>-~ ]/gu, /[^!-<>-~]/gu, /[^!-<>-?A-~]/gu].map((unsafe) =>
      secret.replace(unsafe, (char) => Buffer.from(char, 'utf8').toString('hex').replace(/../g, '=$&')),
    ),
    secret.replace(/./gs, unicode),
    secret.replace(/./gs, (unit) => `\\${unicode(unit)}`),
    points.map((point) => `\\u{${point.toString(16)}}`).join(''),
    points.map((point) => `&#${point};`).join(''),
    points.map((point) => `&#x${point.toString(16)};`).join(''),
  ]
  return texts.flatMap((text) => [text, text.replace(/[0-9a-f]{2}/g, (pair) => pair.toUpperCase())])
}

/** The base64 digits that depend only on the secret, for each of the three positions it can have in a group of three bytes. */
function inBase64(bytes: Buffer): Form[] {
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

/** The percent-encoded forms of a secret, as JavaScript, Python (which keeps `/`), Go and HTML forms write them. Hex digits in either case. */
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

/**
 * The forms of a secret in JSON, as JavaScript, Python (ASCII only), Go (HTML-safe) and PHP (`\/`) write it. They include JSON inside JSON.
 * The form in Python's repr is also here.
 */
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

/**
 * The secret in a shell command: in single quotes, with each `'` as POSIX or as Python's shlex writes it; in double quotes; or without quotes, with a
 * backslash before each special character.
 */
function inShells(secret: string): string[] {
  return [
    secret.replaceAll("'", "'\\''"),
    secret.replaceAll("'", `'"'"'`),
    secret.replace(/["\\$`]/g, '\\$&'),
    secret.replace(/["\\$`!]/g, '\\$&'),
    secret.replace(/[^\w@%+=:,./\n-]/g, '\\$&'),
  ]
}

/** YAML doubles a single quote, oslo.config a percent sign; XML and HTML have entities for five characters. */
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
