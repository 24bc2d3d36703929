import type { Call, Word } from './call.ts'
import type { ReadPage } from './read-shell.ts'

/** A value is set from another one, seldom more often than this. */
const most = 4

/**
 * What a word comes from, nearest first: itself as it is written, then with the values of its variables in their place, as they were
 * assigned before it or handed to the function around it, then with those of these. What is not on the page stays as it is written.
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

/** Every command that has a part in what a word holds: those of `$( … )` and `<( … )` in it, and in what its variables were set from. */
export function commandsBehind(page: ReadPage, call: Call, word: Word): readonly Call[] {
  const names = textsBehind(page, call, word).flatMap((text) => [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name))
  const assigning = names.flatMap((name) => assigningCall(page, call, name) ?? [])
  return [call, ...assigning].flatMap((one) => page.calls.slice(one.first, one.index))
}

function assignmentOf(page: ReadPage, call: Call, name: string): Word | undefined {
  return assigningCall(page, call, name)?.assigned.findLast((one) => one.name === name)?.value
}

function assigningCall(page: ReadPage, call: Call, name: string): Call | undefined {
  return page.calls.slice(0, call.index).findLast((one) => one.assigned.some((assigned) => assigned.name === name))
}
