import { environmentSecrets } from '../redact/own-secrets.ts'
import { printable } from '../redact/printable.ts'
import { createRedactor, type Redactor } from '../redact/redact.ts'

let redactor: Redactor | undefined

/** Forgets the secrets learned so far: the next `processRedactor` is a new one. */
export function freshRedactor(): void {
  redactor = undefined
}

/**
 * The one redactor of the whole command. It knows the secrets of the environment and all secrets learned so far. So an error printed at the end is
 * redacted with all of them.
 */
export function processRedactor(): Redactor {
  if (redactor) return redactor
  redactor = createRedactor()
  for (const secret of environmentSecrets(process.env)) redactor.learn(secret)
  return redactor
}

/** Prints a problem on stderr, after `gates: `, without secrets and without terminal control sequences. */
export function complain(problem: unknown): void {
  const text = problem instanceof Error ? problem.message : String(problem)
  process.stderr.write(`gates: ${printable(processRedactor().redact(text), { multiline: true })}\n`)
}
