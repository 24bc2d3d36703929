import type { CommandAnswer } from '../transport/question.ts'
import { NotUnderstood } from './command.ts'
import { onlyLine } from './lines.ts'

/** What grep and pgrep exit with, of which `foundNothing` makes an answer or an error. */
export const searchExits = [0, 1, 2, 3] as const

/** sudo warns so and goes on, wherever the machine's own name is not in /etc/hosts. */
const harmless = /^sudo: unable to resolve host .*\n?/gm

/**
 * Whether grep or pgrep looked and found nothing. They say that with exit 1, as sudo, a shell and a full disk say that they could not look;
 * but those write why on stderr. So only a silent exit 1 is an answer. Throws NotUnderstood for any other.
 */
export function foundNothing({ exitCode, stdout, stderr }: CommandAnswer): boolean {
  if (exitCode === 0) return false
  const said = stderr.replaceAll(harmless, '').trim().slice(0, 300)
  if (exitCode !== 1 || said !== '') throw new NotUnderstood(`exited ${exitCode}: ${said || 'it printed no reason'}`)
  if (stdout !== '') throw new NotUnderstood('exited 1, yet printed something')
  return true
}

/** How many were found by `grep -c` or `pgrep -c`, which print 0 and exit 1 for none. Throws NotUnderstood. */
export function countFound(answer: CommandAnswer): number {
  if (answer.exitCode !== 0) foundNothing({ ...answer, stdout: '' })
  const line = onlyLine(answer.stdout)
  if (!/^\d+$/.test(line) || (line === '0') !== (answer.exitCode === 1))
    throw new NotUnderstood(`exited ${answer.exitCode} and printed no count that goes with it`)
  return Number(line)
}
