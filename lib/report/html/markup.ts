import { printable } from '../../redact/printable.ts'

/** Text that is already HTML. Only `markup` and `inlined` make it. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | number | false | undefined | readonly Part[]

/**
 * HTML in which values show as written: quotes, markup, terminal escapes, reordered text. Only a value of type Markup is HTML itself. Attribute
 * values stand in double quotes.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const texts = strings.flatMap((string, index) => (index < parts.length ? [string, htmlOf(parts[index])] : [string]))
  return new Markup(texts.join(''))
}

/** The text of our own style or script, as it is. It must not contain the tag that ends its element. */
export function inlined(text: string): Markup {
  if (/<\/(?:style|script)/i.test(text)) throw new Error('a style or script that contains </style or </script cannot be inlined')
  return new Markup(text)
}

function htmlOf(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(htmlOf).join('')
  return escaped(String(part))
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return printable(text, { multiline: true }).replace(/[&<>"']/g, (char) => entities[char] ?? '')
}
