import { operandsOf, pathOf, textOf } from './ask.ts'
import { textsBehind } from './behind.ts'
import type { Call, Word } from './call.ts'
import type { ReadPage } from './read-shell.ts'
import { writtenFiles } from './redirections.ts'

/** The output of a command is followed through words, variables and files, for at most this many steps. A longer chain is rare. */
const most = 3

/**
 * Every command that the output of `call` reaches, directly or through other commands: through a pipe, through a `$( … )` in the reading command's
 * arguments, or through a variable or file that keeps the output.
 */
export function outputReaders(page: ReadPage, call: Call): readonly Call[] {
  const found = new Set<Call>()
  follow(page, call, found, most)
  found.delete(call)
  return [...found]
}

function follow(page: ReadPage, call: Call, found: Set<Call>, left: number): void {
  const piped = call.readers()
  for (const one of piped) found.add(one)
  if (left === 0) return
  const inWords = page.calls.slice(call.index + 1).find(({ first }) => first <= call.index)
  const kept = inWords === undefined ? [] : namesSet(inWords)
  const later = [
    ...(inWords !== undefined && kept.length === 0 ? [inWords, ...givenTo(page, inWords, call)] : []),
    ...kept.flatMap((name) => usersOf(page, inWords ?? call, name)),
    ...[call, ...piped].flatMap((one) => filesOf(one).flatMap((file) => readersOfFile(page, one, file))),
  ]
  for (const one of later) {
    if (found.has(one)) continue
    found.add(one)
    follow(page, one, found, left - 1)
  }
}

/** The variables that a command sets: `a=$( … )`, `read -r a < <( … )`. */
function namesSet(call: Call): readonly string[] {
  const reads = call.name === 'read' || call.name === 'mapfile' || call.name === 'readarray'
  return [...call.assigned.map(({ name }) => name), ...(reads ? operandsOf(call).map(textOf) : [])]
}

/**
 * In `pick <(target)`, the function `taker` (`pick`) gets the output of `giver` (`target`) as an argument. Returns the commands in the body of `taker`
 * that use this argument.
 */
function givenTo(page: ReadPage, taker: Call, giver: Call): readonly Call[] {
  const holds = ({ start, end }: Word) => start <= giver.start && giver.end <= end
  const body = page.calls.slice(taker.index + 1).filter((one) => one.given().some(holds))
  return body.filter((one) => {
    const which = one.given().findIndex(holds) + 1
    const use = new RegExp(String.raw`\$(?:${which}\b|\{${which}\b|[@*])`)
    return [...one.words, ...one.redirections.flatMap(({ target }) => target ?? [])].some(({ text }) => use.test(text))
  })
}

/** The commands that use the variable, up to the command that sets it again. */
function usersOf(page: ReadPage, setting: Call, name: string): readonly Call[] {
  const use = new RegExp(String.raw`\$(?:${name}\b|\{[#!]?${name}\b)`)
  const users: Call[] = []
  for (const one of page.calls.slice(setting.index + 1)) {
    const read = [...one.words, ...one.redirections.flatMap(({ target }) => target ?? [])].filter(({ text }) => text.includes('$'))
    if (read.some((word) => textsOfWord(page, one, word).some((text) => use.test(text)))) users.push(one)
    if (one.assigned.some((assigned) => assigned.name === name) && !one.wraps) break
  }
  return users
}

function textsOfWord(page: ReadPage, call: Call, word: Word): readonly string[] {
  return [word.text, ...textsBehind(page, call, word)]
}

function filesOf(call: Call): readonly string[] {
  const written = writtenFiles(call.redirections).map(({ target }) => pathOf(call, target))
  const teed = call.name === 'tee' ? operandsOf(call).map((word) => pathOf(call, word)) : []
  return [...written, ...teed].filter((file) => file !== '' && !file.startsWith('/dev/'))
}

function readersOfFile(page: ReadPage, writing: Call, file: string): readonly Call[] {
  return page.calls.slice(writing.index + 1).filter((one) => {
    const read = one.redirections.flatMap(({ operator, target }) => (operator === '<' && target ? [target] : []))
    return [...one.words.slice(1), ...read].some((word) => pathOf(one, word) === file)
  })
}
