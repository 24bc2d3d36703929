import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'

export function isAtTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true
}

/** True only for a `y` or `yes` typed now. Ctrl-C and Ctrl-D mean no. */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  terminal.on('SIGINT', () => terminal.close())
  const left = once(terminal, 'close').then(() => '')
  const answer = await Promise.race([terminal.question(`${question} [y/N] `).catch(() => ''), left])
  terminal.close()
  return /^y(?:es)?$/i.test(answer.trim())
}
