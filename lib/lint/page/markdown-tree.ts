import MarkdownIt, { type Token } from 'markdown-it'

/** A block of a Markdown page, such as a paragraph, a list item or a block of code. The page itself is of type `page`. */
export interface Part {
  /** `paragraph`, `heading`, `blockquote`, `list`, `list_item`, `html_block`, `hr`, `fence` (code between fences) or `code_block` (indented code). */
  readonly type: string
  /** The number of the block's first line, counted from 1, and that of the first line after the block. */
  readonly lines: readonly [number, number]
  /** The text of code, HTML, paragraphs and headings, without list indentation and without the `>` of blockquotes. Empty for other blocks. */
  readonly text: string
  /** The text after the opening fence, such as `bash`. For an item of a numbered list, its number. Empty for other blocks. */
  readonly info: string
  /** The fence, as written: three or more backticks or tildes. Empty for other blocks. */
  readonly fence: string
  readonly parts: readonly Part[]
}

// Markup within a line (emphasis, links, code) is not parsed, because nothing needs it. A definition of a link is parsed as a paragraph.
const parser = new MarkdownIt('commonmark').disable(['inline', 'text_join', 'reference'])

export function markdownTree(text: string): Part {
  const page: Part & Open = { type: 'page', lines: [1, 1], text: '', info: '', fence: '', parts: [] }
  const open: Open[] = [page]
  for (const token of parser.parse(text, {})) {
    const around = open.at(-1) ?? page
    if (token.type === 'inline') around.text = token.content
    else if (token.nesting < 0) open.pop()
    else {
      const part = partOf(token)
      around.parts.push(part)
      if (token.nesting > 0) open.push(part)
    }
  }
  return page
}

/** A part whose end the parser has not reached yet. */
interface Open {
  text: string
  readonly parts: Part[]
}

function partOf({ type, map, content, info, markup }: Token): Part & Open {
  const [first, behind] = map ?? [0, 0]
  return {
    type: type.replace(/_open$/, '').replace(/^(?:bullet|ordered)_list$/, 'list'),
    lines: [first + 1, behind + 1],
    text: content,
    info,
    fence: type === 'fence' ? markup : '',
    parts: [],
  }
}
