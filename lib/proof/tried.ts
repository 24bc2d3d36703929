import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'
import { findingsOf, type GateResult, type Verdict } from '../report/result.ts'
import { outsideVitest } from './environment.ts'

export interface TriedLine {
  readonly gate: string
  readonly name: string
  readonly expected?: string
  readonly says: readonly string[]
  readonly result: GateResult
}

/** A run of all gates in which one gate that others need does not pass. */
export interface BlockedRun {
  readonly gate: string
  readonly scene: string
  readonly verdicts: Readonly<Record<string, Verdict>>
}

/** The result of every trial. The trials run in a separate process, which prints the results. */
export function tried(what: 'scenes' | 'mutants' | 'renamed' | 'words' | 'rows' | 'nameless' | 'foreign'): readonly TriedLine[] {
  return printedBy('main.ts', what) as readonly TriedLine[]
}

export function blockedRuns(): readonly BlockedRun[] {
  return printedBy('main-blocked.ts') as readonly BlockedRun[]
}

/** The parsed output of each program. The key is the program's command line. Kept because several test files of a worker need the same output. */
const known = new Map<string, unknown>()

function printedBy(program: string, ...args: readonly string[]): unknown {
  const line = [program, ...args].join(' ')
  const before = known.get(line)
  if (before !== undefined) return before
  const main = join(projectDir, 'lib/proof', program)
  const printed = execFileSync(process.execPath, [main, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: outsideVitest() })
  const lines: unknown = JSON.parse(printed)
  known.set(line, lines)
  return lines
}

/** Everything that a report would say about a gate, as one text. */
export function said({ result }: Pick<TriedLine, 'result'>): string {
  const claims = result.claims.map((claim) => claim.message)
  const findings = findingsOf(result).map((finding) => `${finding.at ?? ''} ${finding.saw} ${finding.fix ?? ''}`)
  const causes = result.causes.flatMap(({ message, remedy = '' }) => [message, remedy])
  return [...claims, ...findings, ...causes, ...result.notes, result.reason ?? ''].join('\n')
}
