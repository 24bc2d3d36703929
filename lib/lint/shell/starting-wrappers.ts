import type { Word } from 'unbash'
import { afterOptions, set } from './program-options.ts'
import { unknownWord } from './words.ts'
import type { Runs, Wrapped } from './wrapped.ts'

/** GNU parallel appends each item that it reads to the words of the command. The item's value is unknown, so one unknown word stands for it. */
function withItem(words: readonly Word[]): readonly Word[] {
  const { end } = words.at(-1) ?? { end: 0 }
  return [...words, unknownWord('{}', { pos: end, end })]
}

/** `find /etc/x -name y -exec program {} \;`: only the folder of the found file is known. */
export function find(words: readonly Word[]): Wrapped | undefined {
  const [folder] = words
  const found = (word: Word): Word =>
    word.value !== '{}' ? word : folder && /^(?:[/~]|"?\$)/.test(folder.text) ? inFolder(folder, word) : unknownWord('{}', word)
  const all = words.flatMap((word, i): readonly Runs[] => {
    if (!/^-(?:exec|ok)(?:dir)?$/.test(word.value)) return []
    const behind = words.slice(i + 1)
    const end = behind.findIndex(({ value }, at) => value === ';' || (value === '+' && behind[at - 1]?.value === '{}'))
    return [{ as: 'program', words: behind.slice(0, end === -1 ? undefined : end).map(found) }]
  })
  const [runs, ...also] = all
  return runs && { runs, also, shown: true }
}

/** Returns the path of some file in `folder`. The name of the file is unknown, so `{}` stands for it. */
function inFolder(folder: Word, { pos, end }: Word): Word {
  const name = folder.value.endsWith('/') ? '{}' : '/{}'
  const own = folder.parts ?? [{ type: 'AnsiCQuoted' as const, text: folder.text, value: folder.value, pos, end }]
  const parts = [...own, { type: 'AnsiCQuoted' as const, text: name, value: name, pos, end }]
  return { type: 'Word', text: `${folder.text}${name}`, value: `${folder.value}${name}`, pos, end, parts }
}

const parallelValues = set(
  '-j -a -S -N -n -L -I -C --jobs --arg-file --sshlogin --delay --timeout --retries --joblog --results --colsep --halt',
)

/** GNU parallel: `parallel program ::: a b`, `parallel 'text {}' ::: a b`, `parallel ::: 'text' 'text'`. */
export function parallel(words: readonly Word[]): Wrapped | undefined {
  const { rest } = afterOptions(words, { withValue: parallelValues })
  const colons = rest.findIndex(({ value }) => /^:::?:?\+?$/.test(value))
  const [command, items] = colons === -1 ? [rest, []] : [rest.slice(0, colons), rest.slice(colons + 1)]
  const how = { stdinClosed: true, shown: true }
  if (command.length === 0) {
    const [runs, ...also] = items.map((word): Runs => ({ as: 'text', words: [word] }))
    return runs && { runs, also, ...how }
  }
  const named = command.some(({ value }) => /\{[\w./]*\}/.test(value)) || words.some(({ value }) => /^-[nN]0$/.test(value))
  if (command.length > 1) return { runs: { as: 'program', words: named ? command : withItem(command) }, ...how }
  return { runs: { as: 'text', words: named ? command : [...command, ...items.slice(0, 1)] }, ...how }
}

const flockValues = set('-w -E --wait --timeout --conflict-exit-code')

/** `flock file program`, `flock file -c text`. */
export function flock(words: readonly Word[]): Wrapped | undefined {
  const [, ...after] = afterOptions(words, { withValue: flockValues }).rest
  const [first, text] = after
  if (first?.value === '-c' || first?.value === '--command') return text && { runs: { as: 'text', words: [text] }, shown: false }
  return first && { runs: { as: 'program', words: after }, shown: false }
}

/** `script -qc text file`. */
export function script(words: readonly Word[]): Wrapped | undefined {
  const at = words.findIndex(({ value }) => value === '--command' || /^-[a-zA-Z]*c$/.test(value))
  const text = at === -1 ? undefined : words[at + 1]
  return text && { runs: { as: 'text', words: [text] }, shown: true }
}

const tmuxValues = set('-L -S -f -s -n -t -c -x -y -e -F -l -N')

/** A window that starts with a command, or into which a command is typed. */
export function tmux(words: readonly Word[]): Wrapped | undefined {
  const [verb, ...behind] = afterOptions(words, { withValue: tmuxValues }).rest
  const { rest } = afterOptions(behind, { withValue: tmuxValues })
  const typed = rest.filter(({ value }) => !/^(?:Enter|C-\w)$/.test(value))
  if (!/^(?:new|new-session|neww|new-window|splitw|split-window|respawn-pane|send|send-keys)$/.test(verb?.value ?? '')) return undefined
  return typed.length === 0 ? undefined : { runs: { as: 'text', words: typed }, stdinClosed: true, shown: true }
}

const screenValues = set('-S -t -c -e -h -p -s -T')

export function screen(words: readonly Word[]): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: screenValues })
  return rest.length === 0 || flags.has('-X') || flags.has('-r')
    ? undefined
    : { runs: { as: 'program', words: rest }, stdinClosed: true, shown: true }
}

/** `trap text signal`. With `-` or `''` as its text, trap runs nothing. */
export function trap(words: readonly Word[]): Wrapped | undefined {
  const { flags, rest } = afterOptions(words, { withValue: set('') })
  const [text, signal] = rest
  return text === undefined || signal === undefined || flags.size > 0 || text.value === '' || text.value === '-'
    ? undefined
    : { runs: { as: 'later', words: [text] }, shown: true }
}
