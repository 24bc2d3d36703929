import { randomUUID } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { destinationOf } from '../files/destination.ts'
import { annotations, stepSummary, withoutCommands } from '../report/github.ts'
import type { RunResult } from '../report/result.ts'
import { complain } from './complain.ts'

/** Writes a step summary when the environment of a GitHub runner names a file for it. A summary that cannot be written is only reported. */
export async function summaryForGitHub(result: RunResult, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const file = env.GITHUB_STEP_SUMMARY
  if (!file) return
  try {
    // Writing to a FIFO would wait for its reader.
    if (destinationOf(file).kind !== 'file') throw new Error('it is not a file')
    await appendFile(file, stepSummary(result))
  } catch (error) {
    complain(`The summary cannot be written to $GITHUB_STEP_SUMMARY (${file}): ${error instanceof Error ? error.message : error}`)
  }
}

export function isOnGitHub(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.GITHUB_ACTIONS === 'true'
}

/**
 * The report as it is printed. On a GitHub runner, workflow commands inside the report are made harmless, and annotations for the gates that are not
 * green are added after it.
 */
export function logged(report: string, result: RunResult, options: { readonly strict?: boolean }): string {
  if (!isOnGitHub() || report === '') return report
  return withoutCommands(report, randomUUID()) + annotations(result, options)
}
