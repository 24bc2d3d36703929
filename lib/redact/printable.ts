/**
 * Text from elsewhere, made safe for a terminal and a report: characters that could move the cursor, recolour, reorder or hide text are replaced by
 * visible ones. `\x1b[31mred` becomes `␛[31mred`.
 */
export function printable(
  text: string,
  options: { readonly multiline?: boolean /** How many characters of the text to keep. Absent: all. */; readonly maxLength?: number } = {},
): string {
  const { multiline = false, maxLength = Number.POSITIVE_INFINITY } = options
  const shown = firstCharacters(text, maxLength)
  const left = characters(text.slice(shown.length))
  const lines = multiline ? shown.replaceAll('\r\n', '\n') : shown
  const visible = lines.replace(unfit, (char) => (multiline && (char === '\n' || char === '\t') ? char : picture(char)))
  return left === 0 ? visible : `${visible}… (${left} more characters)`
}

/** Replaces characters that XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets). Markup is not escaped. */
export function xmlSafe(text: string): string {
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, picture).replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
}

/**
 * C0, DEL and C1 controls; characters that have no width or change the direction (Trojan Source, CVE-2021-42574); line separators; invisible tags;
 * halves of a surrogate pair; noncharacters. Joiners stay: scripts and emoji need them.
 */
const unfit =
  /[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]|\p{Surrogate}/gu

/**
 * Unicode has a picture for each C0 control and for DEL, e.g. ␛ and ␊. Every other character is written as an escape of
 * JavaScript, e.g. `\x9b`.
 */
function picture(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  const hex = code.toString(16)
  if (code < 0x100) return `\\x${hex}`
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}

/** The first characters of a text, without cutting a surrogate pair in half. */
function firstCharacters(text: string, most: number): string {
  let end = 0
  for (let count = 0; count < most && end < text.length; count++) end += width(text, end)
  return text.slice(0, end)
}

function characters(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += width(text, at)) count++
  return count
}

function width(text: string, at: number): 1 | 2 {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}
