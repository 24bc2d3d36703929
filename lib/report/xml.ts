import { stripVTControlCharacters } from 'node:util'

type Attributes = Readonly<Record<string, string | number>>

/** ` name="value"` for each, in their order. */
export function attributes(values: Attributes): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join('')
}

/**
 * An element whose text is written as CDATA, because Allure does not decode entities: it would show an escaped `<` as `&lt;`. CDATA cannot contain
 * `]]>`, so each `]]>` is split between two sections.
 */
export function element(name: string, values: Attributes, text: string): string {
  return `<${name}${attributes(values)}><![CDATA[${allowed(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`
}

/** Any text as XML 1.0 characters: terminal escapes are removed, and characters that XML cannot hold become U+FFFD. */
function allowed(text: string): string {
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
}

function escaped(text: string): string {
  return allowed(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
