import { NotUnderstood } from './command.ts'

/** An element with its attributes; text between elements is left out. */
export interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
}

const tag = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The one element that a document consists of. For what programs print: neither DOCTYPE nor CDATA. */
export function xmlDocument(text: string): Element {
  const top: Element[] = []
  const open: { readonly name: string; readonly children: Element[] }[] = []
  let end = 0
  for (const match of text.matchAll(tag)) {
    const [whole, slash, name, attributes = '', selfClosing] = match
    if (text.slice(end, match.index).includes('<')) break
    end = match.index + whole.length
    if (name === undefined) continue
    if (slash) {
      const closed = open.pop()
      if (closed?.name !== name)
        throw new NotUnderstood(`has a </${name}> where ${closed ? `</${closed.name}>` : 'nothing'} was to be closed`)
      continue
    }
    const children: Element[] = []
    ;(open.at(-1)?.children ?? top).push({ name, attributes: attributesIn(attributes), children })
    if (!selfClosing) open.push({ name, children })
  }
  const [document, ...more] = top
  if (open.length > 0 || /[<&]/.test(text.slice(end)))
    throw new NotUnderstood(`is no whole XML: it ends ${JSON.stringify(text.slice(-40))}`)
  if (!document || more.length > 0) throw new NotUnderstood(`has ${top.length} XML elements at its top, wanted one`)
  return document
}

function attributesIn(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(attribute)].map(([, name = '', double, single]) => [name, decoded(double ?? single ?? '')]))
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
