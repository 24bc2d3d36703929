import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Gates } from './test-gates.ts'

/** Runs a shell command that uses bin/gates as $GATES and prints its exit code last. */
export async function shell(gates: Gates, command: string) {
  const env = { ...gates.environment, GATES: join(gates.project, 'bin/gates') }
  const { stdout, stderr } = await promisify(execFile)('/bin/sh', ['-c', command], { env })
  return { last: stdout.trim().split('\n').at(-1), stderr }
}
