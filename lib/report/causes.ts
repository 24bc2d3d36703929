import type { Cause } from './result.ts'

/**
 * Up to three causes as one sentence; when there are more, the first and a count. The findings name every place, and a hundred sentences in a row
 * would help nobody.
 */
export function inShort(messages: readonly string[]): string {
  return messages.length > 3 ? `${messages[0]}; and ${messages.length - 1} more` : messages.join('; ')
}

/**
 * The remedy of all causes; undefined when nothing is known. The commands may belong in different places and are independent of each other, so
 * they never share a line: the first is the one to paste, and each of the others is named below it.
 */
export function remedyOf(causes: readonly Cause[]): string | undefined {
  const [first, ...others] = new Set(causes.flatMap(({ remedy }) => remedy ?? []))
  return first === undefined ? undefined : [first, ...others.map((other) => `Then: ${other}`)].join('\n')
}
