/** A word of a shell line with its quotes taken off. */
export interface Word {
  readonly text: string
  /** Why only a shell could tell the whole of it. */
  readonly unknown?: string
}

/** What a variable holds so far. Absent: not set. */
export type LookUp = (name: string) => { readonly value: string } | { readonly unknown: string } | undefined

const token =
  /(?<gap>[\s;&|]+)|'(?<single>[^']*)'|"(?<double>(?:\\[\s\S]|[^"\\])*)"|\\(?<escaped>[\s\S]?)|(?<open>['"])|(?<plain>[^\s;&|'"\\]+)/y
const expansion = /\\(?<escaped>["\\$`])|(?<program>\$\(|`)|\$\{(?<braced>\w+)\}|\$(?<named>\w+)|(?<other>\$\{)/g

/** The words of one line, nothing executed. A comment ends it; `;`, `&` and `|` part words as blanks do. */
export function shellWords(line: string, lookUp: LookUp): readonly Word[] {
  const words: Word[] = []
  let word: { text: string; unknown?: string } | undefined
  const add = (text: string, unknown?: string) => {
    word ??= { text: '' }
    word.text += text
    if (unknown !== undefined) word.unknown ??= unknown
  }
  for (token.lastIndex = 0; token.lastIndex < line.length; ) {
    const groups = token.exec(line)?.groups ?? {}
    if (groups.gap !== undefined) {
      if (word) words.push(word)
      word = undefined
    } else if (word === undefined && groups.plain?.startsWith('#')) break
    else if (groups.open !== undefined) add('', 'its quote is not closed on the same line')
    else if (groups.double !== undefined || groups.plain !== undefined) {
      const { text, unknown } = expanded(groups.double ?? groups.plain ?? '', lookUp)
      add(text, unknown)
    } else add(groups.single ?? groups.escaped ?? '')
  }
  if (word) words.push(word)
  return words
}

function expanded(raw: string, lookUp: LookUp): Word {
  let unknown: string | undefined
  const text = raw.replace(expansion, (...match) => {
    const { escaped, program, braced, named, other } = match.at(-1) as Readonly<Record<string, string | undefined>>
    if (escaped !== undefined) return escaped
    if (program !== undefined) unknown ??= 'it is the output of a program'
    if (other !== undefined) unknown ??= 'it is a substitution of the shell'
    const name = braced ?? named
    if (name === undefined) return ''
    const known = lookUp(name)
    if (known && 'value' in known) return known.value
    unknown ??= known?.unknown ?? `it is taken from $${name}, which this file does not set`
    return ''
  })
  return unknown === undefined ? { text } : { text, unknown }
}
