import type { Excerpt } from './excerpt.ts'
import type { Label } from './label.ts'
import type { Lines } from './place.ts'

/** A block of shell: a fenced code block of a Markdown page, or a whole script. */
export interface Block {
  readonly script: Excerpt
  readonly label?: Label
  /** True for a block of a page: it is pasted into a shell that keeps running afterwards. False for a script, which runs in a shell of its own. */
  readonly pasted: boolean
  /** Typed line by line at a prompt. */
  readonly session: boolean
  /** Typed at a prompt of root. */
  readonly root: boolean
  /** Where the block starts and ends, as offsets in the file. The fence lines belong to the block. */
  readonly start: number
  readonly end: number
}

export interface Page {
  /** The path as it was given, or as it was found below a given folder. Its separator is always `/`. */
  readonly file: string
  readonly text: string
  readonly lines: Lines
  readonly kind: 'markdown' | 'shell'
  readonly blocks: readonly Block[]
}
