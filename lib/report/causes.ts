import type { Cause } from './result.ts'

/**
 * Up to three causes as one sentence; when there are more, the first and a count. The findings name every place, and a hundred sentences in a row
 * would help nobody.
 */
export function inShort(messages: readonly string[]): string {
  return messages.length > 3 ? `${messages[0]}; and ${messages.length - 1} more` : messages.join('; ')
}

/**
 * The remedies of all causes, each once. Each is a command on its own line, because the commands may belong on different machines. All lines but the
 * first begin with `Then: `, so only the first can be pasted as it is.
 */
export function remedyOf(causes: readonly Cause[]): string | undefined {
  const [first, ...others] = new Set(causes.flatMap(({ remedy }) => remedy ?? []))
  return first === undefined ? undefined : [first, ...others.map((other) => `Then: ${other}`)].join('\n')
}
