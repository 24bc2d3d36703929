import type { Word } from 'unbash'

type Options = { readonly withValue: ReadonlySet<string> }

/** The leading options, and the words after them. The value of an option is skipped when it is a word of its own; `-abc` is `-a -b -c`. */
export function afterOptions(
  words: readonly Word[],
  { withValue }: Options,
): { readonly flags: ReadonlySet<string>; readonly rest: readonly Word[] } {
  const flags = new Set<string>()
  let index = 0
  for (; index < words.length; index += 1) {
    const value = words[index]?.value ?? ''
    if (value === '--') return { flags, rest: words.slice(index + 1) }
    if (!value.startsWith('-') || value === '-') break
    if (value.startsWith('--')) {
      const [name = ''] = value.split('=')
      flags.add(name)
      if (!value.includes('=') && withValue.has(name)) index += 1
      continue
    }
    const letters = [...value.slice(1)]
    const taking = letters.findIndex((letter) => withValue.has(`-${letter}`))
    for (const letter of taking === -1 ? letters : letters.slice(0, taking + 1)) flags.add(`-${letter}`)
    if (taking === letters.length - 1 && taking !== -1) index += 1
  }
  return { flags, rest: words.slice(index) }
}

export function set(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
