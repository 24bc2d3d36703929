import { beforeOnPage, fileName, hasFlag, namesStdin, operandsOf, textOf } from './ask.ts'
import type { Call, Word } from './call.ts'
import type { ReadPage } from './read-shell.ts'
import { writtenFiles } from './redirections.ts'

/** What is in the file that a command reads, as far as the page shows it: standard input, `<( … )`, or a file that the page wrote before. */
export function textIn(file: Word, call: Call, page: ReadPage): string | undefined {
  if (namesStdin(textOf(file))) return textThrough(call, page)
  if (!file.text.startsWith('<(')) return writtenTo(fileName(textOf(file)), call, page)
  return firstShown(page.calls.slice(call.first, call.index), page)
}

/**
 * The text that a command passes on: what echo or printf prints, what the files of cat hold, or what any other command reads as input. Undefined when
 * the page does not show the text.
 */
function textThrough(call: Call, page: ReadPage): string | undefined {
  if (call.name === 'echo' || call.name === 'printf') return call.words.slice(1).map(textOf).join('\n')
  const files = call.name === 'cat' ? operandsOf(call).filter((word) => !namesStdin(textOf(word))) : []
  if (files.length > 0) {
    const texts = files.map((file) => writtenTo(fileName(textOf(file)), call, page))
    return texts.includes(undefined) ? undefined : texts.join('\n')
  }
  const { operator, body, target } = call.redirections.find((one) => one.operator.startsWith('<')) ?? {}
  if (body !== undefined) return body
  if (operator === '<<<') return textOf(target)
  return operator === '<' ? writtenTo(fileName(textOf(target)), call, page) : firstShown(call.writers(), page)
}

function firstShown(calls: readonly Call[], page: ReadPage): string | undefined {
  return calls.map((one) => textThrough(one, page)).find((text) => text !== undefined)
}

/** The text that the commands before `call` write to the file of this name, including what they append. Undefined when the page does not show it. */
function writtenTo(name: string, call: Call, page: ReadPage): string | undefined {
  let text: string | undefined
  for (const one of beforeOnPage(page, call)) {
    const file = writtenFiles(one.redirections).find(({ target }) => fileName(textOf(target)) === name)
    const tees = one.name === 'tee' && one.words.some((word) => fileName(textOf(word)) === name)
    if (!file && !tees) continue
    const added = textThrough(one, page)
    const appends = file ? file.operator.endsWith('>>') : hasFlag(one, '-a', '--append')
    if (added !== undefined) text = appends && text !== undefined ? `${text}\n${added}` : added
  }
  return text
}
