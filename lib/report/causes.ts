import type { Cause } from './result.ts'

/** As many causes as a sentence can hold: the findings name every place, and a hundred sentences in a row name none. */
export function inShort(messages: readonly string[]): string {
  return messages.length > 3 ? `${messages[0]}; and ${messages.length - 1} more` : messages.join('; ')
}

/**
 * What to type about all causes; undefined when nothing is known. Commands that are typed in different places, of which none waits for
 * another, are never one line: the first is the one to paste, and each of the others is named below it.
 */
export function remedyOf(causes: readonly Cause[]): string | undefined {
  const [first, ...others] = new Set(causes.flatMap(({ remedy }) => remedy ?? []))
  return first === undefined ? undefined : [first, ...others.map((other) => `Then: ${other}`)].join('\n')
}
