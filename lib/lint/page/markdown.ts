import { excerpt, type Piece, withText } from './excerpt.ts'
import { type Label, labelOf } from './label.ts'
import { markdownTree, type Part } from './markdown-tree.ts'
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

/**
 * The shell blocks of a page, however deeply nested. A block without a language counts as shell when it has a label, such as `RUN -- jumphost`, above
 * it or in a comment on its first line.
 */
export function shellBlocks(text: string, lines: Lines): readonly Block[] {
  const blocks: Block[] = []
  visit(markdownTree(text.replace(/^\ufeff/, '')), [], (code, ancestors) => {
    const language = /^\s*[{.]*([\w-]+)/.exec(code.info)?.[1]?.toLowerCase()
    const label = labelAbove(code, ancestors, lines) ?? labelInside(code)
    if (isOutput(code, ancestors)) return
    if (language === undefined ? label !== undefined : shells.has(language)) blocks.push(blockOf(code, language ?? '', label, lines))
  })
  return blocks
}

/** The output expected of a command: a code block without a prompt, right below a line `Expect:`. */
function isOutput(code: Part, ancestors: readonly Part[]): boolean {
  const siblings = ancestors.at(-1)?.parts ?? []
  const above = siblings[siblings.indexOf(code) - 1]
  if (above?.type !== 'paragraph') return false
  if (!/^[\s>*_`]*Expect(?:ed)?\b[^\n]*:[\s*_`]*$/i.test(above.text.trimEnd().split('\n').at(-1) ?? '')) return false
  return (
    sessionOf(
      linesIn(code).map((line) => ({ text: line, at: 0 })),
      true,
    ) === undefined
  )
}

function visit(part: Part, ancestors: readonly Part[], found: (code: Part, ancestors: readonly Part[]) => void): void {
  if (isCode(part)) found(part, ancestors)
  else for (const child of part.parts) visit(child, [...ancestors, part], found)
}

const isCode = ({ type }: Part) => type === 'fence' || type === 'code_block'

function linesIn(code: Part): readonly string[] {
  return code.text.replace(/\n$/, '').split('\n')
}

function blockOf(code: Part, language: string, label: Label | undefined, lines: Lines): Block {
  const [first, behind] = code.lines
  const pieces = piecesOf(code, lines)
  const session = sessionOf(pieces, sessions.has(language))
  const raw = excerpt((session?.lines ?? pieces).map((piece) => ({ ...piece, text: `${piece.text}\n` })))
  return {
    script: withPlaceholders(raw),
    ...(label === undefined ? {} : { label }),
    pasted: true,
    session: session !== undefined,
    root: session?.root ?? false,
    start: lines.startOf(first) + Math.max(0, lines.line(first).indexOf(code.fence)),
    end: lines.startOf(behind - 1) + lines.line(behind - 1).length,
  }
}

function withPlaceholders(raw: ReturnType<typeof excerpt>): ReturnType<typeof excerpt> {
  const filled = fillPlaceholders(raw.text)
  return filled === raw.text ? raw : withText(raw, filled)
}

/** The lines of a code block with their places in the file, without list indentation and without the `>` of blockquotes. */
function piecesOf(code: Part, lines: Lines): readonly Piece[] {
  const first = code.lines[0] + (code.type === 'fence' ? 1 : 0)
  return linesIn(code).map((line, index) => {
    const written = lines.line(first + index)
    const column = written.endsWith(line) ? written.length - line.length : Math.max(0, written.indexOf(line.trimStart()))
    return { text: written.endsWith(line) ? line : line.trimStart(), at: lines.startOf(first + index) + column }
  })
}

/**
 * The label in the paragraph, heading or quote right above. When a block in a list has no label of its own, it takes
 * the label above the list.
 */
function labelAbove(code: Part, ancestors: readonly Part[], lines: Lines): Label | undefined {
  let child = code
  let caution: Label | undefined
  for (const parent of ancestors.toReversed()) {
    const above = parent.parts.slice(0, parent.parts.indexOf(child)).toReversed()
    for (const one of parent.type === 'list' ? [] : above) {
      const found = isCode(one) || one.type === 'list' ? undefined : labelAmong(one, lines)
      if (found?.kind === 'CAUTION') caution = found
      else if (found !== undefined) return found
      // A quote (such as a warning) or an HTML comment may stand between a label and its block.
      if (one.type !== 'blockquote' && one.type !== 'html_block') break
    }
    // When a list item has no label, the search goes on above the list: a label there also counts for the code blocks in the list's items.
    if (caution !== undefined || (above.length > 0 && parent.type !== 'list_item' && parent.type !== 'list')) return caution
    child = parent
  }
  return caution
}

/** The label in the first line of a block, or in its last one. */
function labelAmong({ text, lines: [first, behind] }: Part, lines: Lines): Label | undefined {
  // A quote has its text in its parts.
  const written = text === '' ? [lines.line(first), lines.line(behind - 1)] : text.trimEnd().split('\n')
  return labelOf(written[0] ?? '') ?? labelOf(written.at(-1) ?? '')
}

/** A comment at the top of a block: `# CHECK (read-only) -- jumphost`. */
function labelInside(code: Part): Label | undefined {
  const first = linesIn(code).find((line) => line.trim() !== '')
  return first?.trimStart().startsWith('#') ? labelOf(first) : undefined
}
