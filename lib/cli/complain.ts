import { environmentSecrets } from '../redact/own-secrets.ts'
import { printable } from '../redact/printable.ts'
import { createRedactor, type Redactor } from '../redact/redact.ts'

let redactor: Redactor | undefined

/** Forgets what the one before has learned. */
export function freshRedactor(): void {
  redactor = undefined
}

/** One for a command, so that an error that is printed at its end is cleaned of everything that was learned before. Knows the environment's secrets. */
export function processRedactor(): Redactor {
  if (redactor) return redactor
  redactor = createRedactor()
  for (const secret of environmentSecrets(process.env)) redactor.learn(secret)
  return redactor
}

/** On stderr, behind `gates: `, without secrets and without what commands a terminal. */
export function complain(problem: unknown): void {
  const text = problem instanceof Error ? problem.message : String(problem)
  process.stderr.write(`gates: ${printable(processRedactor().redact(text), { multiline: true })}\n`)
}
