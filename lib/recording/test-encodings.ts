import { gzipSync } from 'node:zlib'

const bytes = (text: string) => [...Buffer.from(text, 'utf8')]
const hexOf = (byte: number) => byte.toString(16).padStart(2, '0')
const units = (text: string) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))

export interface Encoding {
  readonly name: string
  readonly encode: (text: string) => string
}

const splitEvery = (count: number, by: string) => (text: string) => text.replace(new RegExp(`.{${count}}(?=.)`, 'gsu'), `$&${by}`)

/** Ways to put marks between the characters of a text. A person who reads the text in a terminal, a mail or a table does not see the marks. */
export const splits: readonly Encoding[] = [
  { name: 'colours in between', encode: splitEvery(3, '\x1b[31m') },
  { name: 'colours spelled in JSON', encode: splitEvery(3, '\\u001b[0;1m') },
  { name: 'a picture of escape sequences', encode: splitEvery(3, '␛[0m') },
  { name: 'a title in between', encode: splitEvery(4, '\x1b]0;x\x07') },
  { name: 'zero-width spaces', encode: splitEvery(3, '\u200b') },
  { name: 'soft hyphens', encode: splitEvery(4, '\u00ad') },
  { name: 'joiners and marks of direction', encode: splitEvery(3, '\u2060\u202e') },
  { name: 'NULs', encode: splitEvery(1, '\0') },
  { name: 'CR LF', encode: splitEvery(5, '\r\n') },
  { name: 'a fold at 10 columns', encode: splitEvery(10, '\n') },
  { name: 'an indented fold at 4 columns', encode: splitEvery(4, '\n      ') },
  { name: 'a fold in a string', encode: splitEvery(10, '\\n') },
  { name: 'a fold in a string in a string', encode: splitEvery(10, '\\\\n') },
  { name: 'a quoted fold', encode: splitEvery(10, '\n> ') },
  { name: 'a fold of a shell', encode: splitEvery(10, '\\\n') },
  { name: 'a fold of quoted-printable', encode: splitEvery(10, '=\r\n') },
  { name: 'a cell of a table that goes on below', encode: splitEvery(10, ' |\n|        | ') },
]

/** Other ways to write the same text. */
export const encodings: readonly Encoding[] = [
  { name: 'base64', encode: (text) => Buffer.from(text).toString('base64') },
  { name: 'base64url', encode: (text) => Buffer.from(text).toString('base64url') },
  { name: 'base64 of UTF-16', encode: (text) => Buffer.from(text, 'utf16le').toString('base64') },
  { name: 'base64 of UTF-16, big end first', encode: (text) => Buffer.from(text, 'utf16le').swap16().toString('base64') },
  { name: 'gzip in base64', encode: (text) => gzipSync(text).toString('base64') },
  { name: 'hex', encode: (text) => Buffer.from(text).toString('hex') },
  { name: 'HEX', encode: (text) => Buffer.from(text).toString('hex').toUpperCase() },
  { name: 'hex of UTF-16', encode: (text) => Buffer.from(text, 'utf16le').toString('hex') },
  { name: 'hex with colons', encode: (text) => bytes(text).map(hexOf).join(':') },
  { name: 'hex with blanks', encode: (text) => bytes(text).map(hexOf).join(' ') },
  {
    name: 'hex as C writes it',
    encode: (text) =>
      bytes(text)
        .map((byte) => `0x${hexOf(byte)}`)
        .join(', '),
  },
  {
    name: 'hex as xxd groups it',
    encode: (text) =>
      Buffer.from(text)
        .toString('hex')
        .replace(/.{4}(?=.)/g, '$& '),
  },
  {
    name: '\\x escapes',
    encode: (text) =>
      bytes(text)
        .map((byte) => `\\x${hexOf(byte)}`)
        .join(''),
  },
  {
    name: 'octal escapes',
    encode: (text) =>
      bytes(text)
        .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
        .join(''),
  },
  {
    name: '\\u escapes',
    encode: (text) =>
      units(text)
        .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
        .join(''),
  },
  {
    name: '\\u escapes in JSON in JSON',
    encode: (text) =>
      units(text)
        .map((unit) => `\\\\u${unit.toString(16).padStart(4, '0')}`)
        .join(''),
  },
  { name: '\\u{} escapes', encode: (text) => [...text].map((char) => `\\u{${char.codePointAt(0)?.toString(16)}}`).join('') },
  {
    name: 'percent',
    encode: (text) =>
      bytes(text)
        .map((byte) => `%${hexOf(byte)}`)
        .join(''),
  },
  { name: 'a URL', encode: encodeURIComponent },
  { name: 'decimal entities', encode: (text) => [...text].map((char) => `&#${char.codePointAt(0)};`).join('') },
  { name: 'hexadecimal entities', encode: (text) => [...text].map((char) => `&#x${char.codePointAt(0)?.toString(16)};`).join('') },
  {
    name: 'quoted-printable',
    encode: (text) =>
      text
        .replace(/[^!-<>-~]/gu, (char) =>
          bytes(char)
            .map((byte) => `=${hexOf(byte).toUpperCase()}`)
            .join(''),
        )
        .replaceAll('@', '=40'),
  },
  {
    name: 'quoted-printable throughout',
    encode: (text) =>
      bytes(text)
        .map((byte) => `=${hexOf(byte).toUpperCase()}`)
        .join(''),
  },
  { name: 'JSON', encode: (text) => JSON.stringify(text).slice(1, -1) },
  { name: 'backwards', encode: (text) => [...text].reverse().join('') },
]
