import type { CommandAnswer } from '../transport/question.ts'
import { withoutWarnings } from '../transport/sudo.ts'
import { NotUnderstood } from './command.ts'
import { onlyLine } from './lines.ts'

/** The exit codes of grep and pgrep; `foundNothing` turns each into an answer or an error. */
export const searchExits = [0, 1, 2, 3] as const

/**
 * Whether grep or pgrep looked and found nothing: a silent exit 1. When sudo, the shell or a full disk prevents the search, the exit code is 1 too,
 * but stderr says why. Throws NotUnderstood for any other failure.
 */
export function foundNothing({ exitCode, stdout, stderr }: CommandAnswer): boolean {
  if (exitCode === 0) return false
  const said = withoutWarnings(stderr).trim().slice(0, 300)
  if (exitCode !== 1 || said !== '') throw new NotUnderstood(`exited ${exitCode}: ${said || 'it printed no reason'}`)
  if (stdout !== '') throw new NotUnderstood('exited 1, yet printed something')
  return true
}

/** The number that `grep -c` or `pgrep -c` found; for none they print 0 and exit 1. Throws NotUnderstood. */
export function countFound(answer: CommandAnswer): number {
  if (answer.exitCode !== 0) foundNothing({ ...answer, stdout: '' })
  const line = onlyLine(answer.stdout)
  if (!/^\d+$/.test(line) || (line === '0') !== (answer.exitCode === 1))
    throw new NotUnderstood(`exited ${answer.exitCode} and printed no count that fits this exit code`)
  return Number(line)
}
