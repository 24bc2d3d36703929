import { excerpt } from './excerpt.ts'
import { shellBlocks } from './markdown.ts'
import type { Page } from './page.ts'
import { linesOf } from './place.ts'

/** A file as a page. `.md` and `.markdown` are Markdown, everything else is a shell script. */
export function readPage(file: string, text: string): Page {
  const lines = linesOf(text)
  if (/\.(?:md|markdown)$/i.test(file)) return { file, text, lines, kind: 'markdown', blocks: shellBlocks(text, lines) }
  const script = excerpt(scriptPieces(text))
  const block = { script, pasted: false, session: false, root: false, start: 0, end: text.length }
  return { file, text, lines, kind: 'shell', blocks: [block] }
}

/** The script without a byte order mark, and without the carriage returns that a shell would take for part of the last word. */
function scriptPieces(text: string) {
  const from = text.startsWith('\ufeff') ? 1 : 0
  if (!text.includes('\r')) return [{ text: text.slice(from), at: from }]
  let at = from
  return text
    .slice(from)
    .split(/(?<=\n)/)
    .map((line) => {
      const piece = { text: line.replace(/\r\n$/, '\n'), at }
      at += line.length
      return piece
    })
}
