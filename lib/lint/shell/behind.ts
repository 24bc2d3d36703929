import type { Call, Word } from './call.ts'
import type { ReadPage } from './read-shell.ts'

/** At most this many times, the variables in a text are replaced by their values. A text that needs more rounds is rare. */
const most = 4

/**
 * The word without its quotes, then the word with its variables replaced by their values, then with the variables in those values replaced, and so
 * on. A value is what was assigned earlier, or what was passed to the function around the word. A variable that is not set on the page stays as
 * written.
 */
export function textsBehind(page: ReadPage, call: Call, word: Word | undefined): readonly string[] {
  const texts = [word?.shape ?? '']
  for (let i = 0; i < most; i += 1) {
    const before = texts.at(-1) ?? ''
    const text = before.replace(/\$(?:(\w+)|\{(\w+)\})/g, (written, bare?: string, braced?: string) => {
      const name = bare ?? braced ?? ''
      return (/^[1-9]$/.test(name) ? call.given()[Number(name) - 1]?.shape : assignmentOf(page, call, name)?.shape) ?? written
    })
    if (text === before || text.length > 4_000) break
    texts.push(text)
  }
  return texts
}

/** Every command that contributes to the value of a word: those of `$( … )` and `<( … )` in the word, and in the assignments of its variables. */
export function commandsBehind(page: ReadPage, call: Call, word: Word): readonly Call[] {
  const names = textsBehind(page, call, word).flatMap((text) => [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name))
  const assigning = names.flatMap((name) => settingCall(page, call, name) ?? [])
  return [...[call, ...assigning].flatMap((one) => page.calls.slice(one.first, one.index)), ...assigning.flatMap((one) => fedBy(page, one))]
}

/** The commands that write what `read` reads: `a | while read -r x`, `while read -r x; do … done < <(a)`. */
function fedBy(page: ReadPage, call: Call): readonly Call[] {
  if (call.name !== 'read') return []
  const targets = call.redirections.flatMap(({ operator, target }) => (operator === '<' && target ? [target] : []))
  const named = page.calls.slice(0, call.index).filter((one) => targets.some(({ start, end }) => start <= one.start && one.end <= end))
  return [...call.writers(), ...named]
}

function assignmentOf(page: ReadPage, call: Call, name: string): Word | undefined {
  return assigningCall(page, call, name)?.assigned.findLast((one) => one.name === name)?.value
}

function settingCall(page: ReadPage, call: Call, name: string): Call | undefined {
  const sets = (one: Call) => one.assigned.some((assigned) => assigned.name === name)
  const reads = (one: Call) => one.name === 'read' && one.words.some(({ shape }, i) => i > 0 && shape === name)
  return page.calls.slice(0, call.index).findLast((one) => sets(one) || reads(one))
}

function assigningCall(page: ReadPage, call: Call, name: string): Call | undefined {
  return page.calls.slice(0, call.index).findLast((one) => one.assigned.some((assigned) => assigned.name === name))
}
