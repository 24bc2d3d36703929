/** Folders and results for the tests of the history. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'
import { type ClaimResult, type Finding, type GateResult, type RunResult, resultSchemaId, type Verdict } from '../report/result.ts'

export interface Scratch {
  readonly folder: string
  /** The path of a file that does not exist, in a folder of its own. */
  file(): string
  remove(): void
}

export function scratchFor(test: string): Scratch {
  const folder = mkdtempSync(join(projectDir, 'reports', `test-${test}-`))
  let nth = 0
  return {
    folder,
    file: () => join(folder, `state-${nth++}`, 'prod', 'history.sqlite'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A run whose id is `run-<nth>`, which began one minute after the run before it. */
export function runOf(nth: number, gates: readonly GateResult[], run: Partial<RunResult['run']> = {}): RunResult {
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0 }
  for (const { verdict } of gates) counts[verdict] += 1
  return {
    schema: resultSchemaId,
    run: {
      id: `run-${nth}`,
      site: 'prod',
      mode: 'live',
      startedAt: new Date(Date.now() - 86_400_000 + nth * 60_000).toISOString(),
      durationMs: 1000 + nth,
      questions: { asked: 1, reused: 0, connections: {} },
      ...run,
    },
    verdict: counts.fail > 0 ? 'fail' : counts.unknown > 0 ? 'unknown' : 'pass',
    exitCode: counts.fail > 0 ? 1 : counts.unknown > 0 ? 3 : 0,
    counts,
    gates: [...gates],
  }
}

export function gateOf(id: string, verdict: Verdict, rest: Partial<GateResult> = {}): GateResult {
  return {
    id,
    phase: '03-core',
    severity: 'blocking',
    source: [],
    verdict,
    durationMs: 12,
    claims: [claimOf('it holds', verdict)],
    causes: [],
    notes: [],
    ...rest,
  }
}

export function claimOf(title: string, verdict: Verdict, message = '', findings: readonly Finding[] = []): ClaimResult {
  return { title, kind: 'holds', verdict, message, findings: [...findings] }
}

/** A gate that failed. Each item of `findings` becomes one finding: its place (`at`) and what was seen there (`saw`). */
export function redAt(id: string, ...findings: readonly (readonly [at: string, saw: string])[]): GateResult {
  const count = `${findings.length} of 118 servers are DOWN`
  return gateOf(id, 'fail', {
    claims: [
      claimOf(
        'no server is DOWN',
        'fail',
        count,
        findings.map(([at, saw]) => ({ at, saw })),
      ),
    ],
  })
}
