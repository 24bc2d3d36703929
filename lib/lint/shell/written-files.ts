import { type Excerpt, joined } from '../page/excerpt.ts'
import { fileName, hasFlag, pathOf } from './ask.ts'
import type { Call } from './call.ts'
import { isTemporary } from './mktemp.ts'
import type { Reading } from './reading.ts'
import { writtenFiles } from './redirections.ts'

/** A here-document that becomes a shell script in a file: `cat > x.sh <<'EOF'`. */
export function scriptWritten(call: Call, feed: Excerpt | undefined): Excerpt | undefined {
  if (feed === undefined || !writesItsInput(call)) return undefined
  const files = filesOf(call)
  const isScript = /^#!.*\b(?:ba|da|k|z)?sh\b/.test(feed.text) || files.some(({ shape }) => shape.endsWith('.sh'))
  return isScript && files.length > 0 ? feed : undefined
}

/** Keeps, for `source`, the text of each file that the command writes on this machine. A file whose new text is unknown becomes unknown. */
export function keepFiles(call: Call, feed: Excerpt | undefined, { files }: Reading): void {
  if (call.remote) return
  const text = writesItsInput(call) ? feed : undefined
  const appends = call.name === 'tee' ? hasFlag(call, '-a', '--append') : writtenFiles(call.redirections)[0]?.operator.endsWith('>>')
  for (const word of filesOf(call)) {
    const path = knownPath(call, word)
    if (path === undefined) continue
    const before = appends ? files.get(path) : undefined
    if (text === undefined) files.delete(path)
    else files.set(path, before === undefined ? text : joined(before, text))
  }
}

/** Reads the file that `source` names, if an earlier command on the page wrote that file. A file that sources itself is not read again. */
export function readSourced(call: Call, { files }: Reading, walk: (text: Excerpt) => void): void {
  if (call.remote || (call.name !== 'source' && call.name !== '.')) return
  const path = knownPath(call, call.words[1])
  const text = path === undefined ? undefined : files.get(path)
  if (path === undefined || text === undefined) return
  files.delete(path)
  walk(text)
  files.set(path, text)
}

function writesItsInput({ name }: Call): boolean {
  return name === 'cat' || name === 'tee'
}

function filesOf(call: Call): readonly Call['words'][number][] {
  if (call.name === 'tee') return call.words.slice(1).filter(({ shape }) => !shape.startsWith('-'))
  return writtenFiles(call.redirections).flatMap(({ target }) => target ?? [])
}

/** The path, normalised: `~/x` for `$HOME/x`, `x` for `./x`. Undefined when only the running shell knows the name of the file. */
function knownPath(call: Call, word: Call['words'][number] | undefined): string | undefined {
  const path = pathOf(call, word)
    .replace(/^\$(?:HOME|\{HOME\})\//, '~/')
    .replace(/^\.\//, '')
  return isTemporary(path) || /^$|[$`]/.test(fileName(path)) ? undefined : path
}
