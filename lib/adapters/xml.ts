import { SaxesParser } from 'saxes'
import { NotUnderstood } from './command.ts'

/** An element with its attributes; text between elements is left out. */
export interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
}

/** The root element of a document. Entities that a DOCTYPE defines are not expanded: a document that uses them is not understood. */
export function xmlDocument(text: string): Element {
  const top: Element[] = []
  const open: Element[][] = [top]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const children: Element[] = []
    open.at(-1)?.push({ name, attributes: new Map(Object.entries(attributes)), children })
    open.push(children)
  })
  parser.on('closetag', () => void open.pop())
  try {
    parser.write(text).close()
  } catch (error) {
    throw new NotUnderstood(`is not whole XML: ${(error as Error).message}; it ends ${JSON.stringify(text.slice(-40))}`, { cause: error })
  }
  const [document, ...more] = top
  if (!document || more.length > 0) throw new NotUnderstood(`has ${top.length} XML elements at its top, wanted one`)
  return document
}
