import type { Code, Nodes, Parents } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { excerpt, type Piece, withText } from './excerpt.ts'
import { type Label, labelOf } from './label.ts'
import type { Block } from './page.ts'
import type { Lines } from './place.ts'
import { fillPlaceholders } from './placeholders.ts'
import { sessionOf } from './session.ts'

const shells = new Set([
  'sh',
  'bash',
  'shell',
  'zsh',
  'ksh',
  'console',
  'terminal',
  'shell-session',
  'shellsession',
  'sh-session',
  'bash-session',
])
const sessions = new Set(['console', 'terminal', 'shell-session', 'shellsession', 'sh-session', 'bash-session'])

/** Markup within a line (emphasis, links, code) is not needed, and parsing it takes most of the time. */
const blocksOnly = {
  disable: {
    null: [
      ...['attention', 'autolink', 'characterEscape', 'characterReference', 'codeText', 'hardBreakEscape', 'htmlText'],
      ...['labelEnd', 'labelStartImage', 'labelStartLink', 'definition'],
    ],
  },
}

/** The blocks of shell of a page, however deeply nested. A block without a language counts when the page labels it. */
export function shellBlocks(text: string, lines: Lines): readonly Block[] {
  const blocks: Block[] = []
  visit(fromMarkdown(text, { extensions: [blocksOnly] }), [], (code, ancestors) => {
    const language = /^[{.\s]*([\w-]+)/.exec(code.lang ?? '')?.[1]?.toLowerCase()
    const label = labelAbove(code, ancestors, text) ?? labelInside(code)
    if (isOutput(code, ancestors, text)) return
    if (language === undefined ? label !== undefined : shells.has(language)) blocks.push(blockOf(code, language ?? '', label, text, lines))
  })
  return blocks
}

/** The output expected of a command: a code block without a prompt, right below a line `Expect:`. */
function isOutput(code: Code, ancestors: readonly Parents[], text: string): boolean {
  const siblings: readonly Nodes[] = ancestors.at(-1)?.children ?? []
  const above = siblings[siblings.indexOf(code) - 1]
  if (above?.type !== 'paragraph') return false
  const source = text.slice(above.position?.start.offset, above.position?.end.offset)
  if (!/^[\s>*_`]*Expect(?:ed)?\b[^\n]*:[\s*_`]*$/i.test(source.trimEnd().split('\n').at(-1) ?? '')) return false
  const lines = code.value.split(/\r\n|[\n\r]/).map((line) => ({ text: line, at: 0 }))
  return sessionOf(lines, true) === undefined
}

function visit(node: Nodes, ancestors: readonly Parents[], found: (code: Code, ancestors: readonly Parents[]) => void): void {
  if (node.type === 'code') found(node, ancestors)
  else if ('children' in node) for (const child of node.children) visit(child, [...ancestors, node], found)
}

function blockOf(code: Code, language: string, label: Label | undefined, text: string, lines: Lines): Block {
  // The parser's offsets do not count a byte order mark.
  const mark = text.startsWith('\ufeff') ? 1 : 0
  const start = (code.position?.start.offset ?? 0) + mark
  const end = (code.position?.end.offset ?? 0) + mark
  const fenced = /^(?:`{3,}|~{3,})/.test(text.slice(start))
  const pieces = piecesOf(code, fenced, lines)
  const session = sessionOf(pieces, sessions.has(language))
  const raw = excerpt((session?.lines ?? pieces).map((piece) => ({ ...piece, text: `${piece.text}\n` })))
  return {
    script: withPlaceholders(raw),
    ...(label === undefined ? {} : { label }),
    pasted: true,
    session: session !== undefined,
    root: session?.root ?? false,
    start,
    end,
  }
}

function withPlaceholders(raw: ReturnType<typeof excerpt>): ReturnType<typeof excerpt> {
  const filled = fillPlaceholders(raw.text)
  return filled === raw.text ? raw : withText(raw, filled)
}

/** The lines of a block with their places in the file, without the indentation of lists and the marks of quotes. */
function piecesOf(code: Code, fenced: boolean, lines: Lines): readonly Piece[] {
  const first = (code.position?.start.line ?? 1) + (fenced ? 1 : 0)
  return code.value.split(/\r\n|[\n\r]/).map((line, index) => {
    const written = lines.line(first + index)
    const column = written.endsWith(line) ? written.length - line.length : Math.max(0, written.indexOf(line.trimStart()))
    return { text: written.endsWith(line) ? line : line.trimStart(), at: lines.startOf(first + index) + column }
  })
}

/** The label in the paragraph, heading or quote right above. A block in a list that has none there takes the label above the list. */
function labelAbove(code: Code, ancestors: readonly Parents[], text: string): Label | undefined {
  let child: Nodes = code
  let caution: Label | undefined
  for (const parent of ancestors.toReversed()) {
    const siblings: readonly Nodes[] = parent.children
    const above = siblings.slice(0, siblings.indexOf(child)).toReversed()
    for (const one of parent.type === 'list' ? [] : above) {
      const source = text.slice(one.position?.start.offset, one.position?.end.offset)
      const found = one.type === 'code' || one.type === 'list' ? undefined : labelAmong(source)
      if (found?.kind === 'CAUTION') caution = found
      else if (found !== undefined) return found
      // A quote (such as a warning) or an HTML comment may stand between a label and its block.
      if (one.type !== 'blockquote' && one.type !== 'html') break
    }
    // The label above a list also labels the blocks in its steps.
    if (caution !== undefined || (above.length > 0 && parent.type !== 'listItem' && parent.type !== 'list')) return caution
    child = parent
  }
  return caution
}

/** The first line of a paragraph, or its last one. */
function labelAmong(source: string): Label | undefined {
  const lines = source.trimEnd().split('\n')
  return labelOf(lines[0] ?? '') ?? labelOf(lines.at(-1) ?? '')
}

/** A comment at the top of a block: `# CHECK (read-only) -- jumphost`. */
function labelInside(code: Code): Label | undefined {
  const first = code.value.split('\n').find((line) => line.trim() !== '')
  return first?.trimStart().startsWith('#') ? labelOf(first) : undefined
}
