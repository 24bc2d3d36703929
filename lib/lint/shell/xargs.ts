import type { Word } from 'unbash'
import { textOf } from './ask.ts'
import { afterOptions, set } from './program-options.ts'
import type { Scope } from './scope.ts'
import { madeWord, unknownWord } from './words.ts'
import type { Runs, Wrapped } from './wrapped.ts'

const valued = set('-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args --max-lines --max-procs --replace')
/** Nobody lists more by hand. */
const most = 20

/**
 * `xargs program`. When the page shows the text that xargs reads, the items come from that text. Otherwise one word of unknown value stands for all
 * items.
 */
export function xargs(words: readonly Word[], scope: Scope): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: valued })
  const [program] = rest
  if (program === undefined) return undefined
  const mark = markOf(words, flags)
  const lines = itemLines(scope)
  const [runs, ...also] = commands(rest, mark, lines, flags)
  return runs && { runs, also, stdinClosed: true, shown: true }
}

function commands(
  rest: readonly Word[],
  mark: string | undefined,
  lines: readonly string[] | undefined,
  flags: ReadonlySet<string>,
): readonly Runs[] {
  const at = { pos: rest.at(-1)?.end ?? 0, end: rest.at(-1)?.end ?? 0 }
  const program = (words: readonly Word[]): Runs => ({ as: 'program', words })
  if (lines === undefined) return [program(mark === undefined ? [...rest, unknownWord('{}', at)] : rest)]
  if (mark !== undefined) return lines.map((line) => program(rest.map((word) => replaced(word, mark, line))))
  const blanks = (text: string) => text.split(/\s+/).filter((one) => one !== '')
  const groups = flags.has('-L') || flags.has('--max-lines') ? lines.map(blanks) : [lines.flatMap(blanks)]
  const each = flags.has('-n') || flags.has('--max-args') ? groups.flat().map((one) => [one]) : groups
  return each.map((items) => program([...rest, ...items.map((item) => madeWord(item, at))]))
}

/** The text that `-I` replaces by an item. Undefined: items are appended. */
function markOf(words: readonly Word[], flags: ReadonlySet<string>): string | undefined {
  if (flags.has('-i') || flags.has('--replace')) return '{}'
  if (!flags.has('-I')) return undefined
  const at = words.findIndex(({ value }) => value.startsWith('-I'))
  const attached = words[at]?.value.slice(2) ?? ''
  return attached === '' ? (words[at + 1]?.value ?? '{}') : attached
}

function replaced(word: Word, mark: string, item: string): Word {
  const isWritten = word.parts?.every(({ type }) => type === 'Literal' || type === 'SingleQuoted') ?? true
  return isWritten && word.value.includes(mark) ? madeWord(word.value.replaceAll(mark, item), word) : word
}

/** The lines that xargs reads. Undefined when only the running shell knows them. */
function itemLines({ feed, writers }: Scope): readonly string[] | undefined {
  const lines = feed?.text.split('\n').filter((line) => line.trim() !== '') ?? []
  if (lines.length > 0) return lines.length <= most && !lines.some((line) => /[$`'"\\]/.test(line)) ? lines : undefined
  const [find] = writers()
  const folder = find?.name === 'find' ? textOf(find.words[1]) : ''
  return /^[/~$]/.test(folder) ? [`${folder.replace(/\/$/, '')}/{}`] : undefined
}
