import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { outsideVitest } from '../lib/proof/environment.ts'
import type { RunResult } from '../lib/report/result.ts'
import { projectRoot, siteFile } from './host/state.ts'

/** `gates run` as an operator types it, against the lab. */
export async function gatesRun(
  args: readonly string[],
): Promise<{ readonly exitCode: number; readonly result: RunResult; readonly stderr: string }> {
  const env = outsideVitest()
  return new Promise((done, fail) => {
    execFile(
      join(projectRoot, 'bin/gates'),
      ['run', ...args, '--json', ...(args.includes('--report-dir') ? [] : ['--report-dir', join(projectRoot, '.lab/reports')])],
      { env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const exitCode = typeof error?.code === 'number' ? error.code : 0
        try {
          done({ exitCode, result: JSON.parse(stdout) as RunResult, stderr })
        } catch {
          // an error thrown from here would reach no caller, and the test would wait for its time limit
          fail(new Error(`gates run ${args.join(' ')} exited ${exitCode} without a result: ${stdout.slice(-500)}${stderr.trim()}`))
        }
      },
    )
  })
}

export const onLab = ['--site', siteFile]

/** The gates whose verdict is not pass, each with that verdict: `{ 'haproxy-zero-down': 'fail' }`. */
export function notPassed(result: RunResult): Readonly<Record<string, string>> {
  return Object.fromEntries(result.gates.filter((gate) => gate.verdict !== 'pass').map((gate) => [gate.id, gate.verdict]))
}
