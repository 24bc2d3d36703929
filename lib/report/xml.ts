import { stripVTControlCharacters } from 'node:util'

type Attributes = Readonly<Record<string, string | number>>

/** ` name="value"` for each, in their order. */
export function attributes(values: Attributes): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join('')
}

export function element(name: string, values: Attributes, text: string): string {
  return `<${name}${attributes(values)}>${escaped(text)}</${name}>`
}

/** Any bytes as XML 1.0 text: terminal escapes go, what XML cannot hold shows as U+FFFD. `>` too, so that `]]>` cannot appear. */
function escaped(text: string): string {
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
