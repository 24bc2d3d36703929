import type { Ask } from '../../transport/ask.ts'
import type { Target } from '../../transport/question.ts'
import { type Command, NotUnderstood, observe, understood } from '../command.ts'
import { wholeLines } from '../lines.ts'

/** A page or script of a folder of runbooks. */
export interface PageText {
  readonly path: string
  readonly text: string
}

const shownAt = /^(\/.+?\.(?:md|markdown|sh)):(\d+):(.*)$/s

/**
 * Every page and script below a folder, with its size in bytes. Symbolic links are left out. Empty when the folder has
 * no page or script.
 */
function sizes(folder: string): Command<ReadonlyMap<string, number>> {
  return {
    argv: [
      ...['find', folder, '-type', 'f', '(', '-name', '*.md', '-o', '-name', '*.markdown', '-o', '-name', '*.sh', ')'],
      ...['-not', '-path', '*/.git/*', '-not', '-path', '*/node_modules/*', '-printf', '%s %p\\n'],
    ],
    parse: ({ stdout }) => {
      const lines = stdout === '' ? [] : wholeLines(stdout)
      return new Map(
        lines.map((line) => {
          const [, bytes, path] = /^(\d+) (\/.+)$/s.exec(line) ?? []
          if (bytes === undefined || path === undefined)
            throw new NotUnderstood(`printed ${JSON.stringify(line.slice(0, 80))}, wanted a size and a path`)
          return [path, Number(bytes)]
        }),
      )
    },
  }
}

/** The text of every page, in one question for all pages. */
function lines(folder: string): Command<ReadonlyMap<string, string>> {
  return {
    argv: [
      ...['grep', '-arn', '', '--include=*.md', '--include=*.markdown', '--include=*.sh'],
      ...['--exclude-dir=.git', '--exclude-dir=node_modules', folder],
    ],
    // 1: no page has a line.
    exits: [0, 1],
    parse: ({ stdout, exitCode }) => {
      const texts = new Map<string, string[]>()
      if (exitCode === 1) {
        if (stdout !== '') throw new NotUnderstood('exited 1 and printed lines all the same')
        return new Map()
      }
      for (const line of wholeLines(stdout)) {
        const [, path = '', number, text = ''] = shownAt.exec(line) ?? []
        const before = texts.get(path) ?? []
        if (number === undefined || Number(number) !== before.length + 1)
          throw new NotUnderstood(
            `printed ${JSON.stringify(line.slice(0, 80))}, wanted a path, the number ${before.length + 1} and the line`,
          )
        texts.set(path, [...before, text])
      }
      return new Map([...texts].map(([path, all]) => [path, `${all.join('\n')}\n`]))
    },
  }
}

/** The pages of a folder, each with its whole text. Rejects with CouldNotLook when a text that was read does not have the size of its file. */
export async function pagesIn(ask: Ask, on: Target, folder: string): Promise<readonly PageText[]> {
  const [bytes, texts] = await Promise.all([observe(ask, on, sizes(folder)), observe(ask, on, lines(folder))])
  const asked = `the pages in ${folder}`
  return understood(asked, () => {
    for (const path of texts.keys()) if (!bytes.has(path)) throw new NotUnderstood(`${path} was read and is not in the list of files`)
    return [...bytes].map(([path, size]) => {
      const text = texts.get(path) ?? ''
      const read = Buffer.byteLength(text)
      // grep prints a line feed after every line, even when the last line of the file has none.
      if (read !== size && read !== size + 1) throw new NotUnderstood(`${path} has ${size} bytes, and ${read} were read`)
      return { path, text }
    })
  })
}
