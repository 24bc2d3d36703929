import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { projectDir } from '../phase/project.ts'
import { findingsOf, type GateResult } from '../report/result.ts'
import { outsideVitest } from './environment.ts'

export interface TriedLine {
  readonly gate: string
  readonly name: string
  readonly expected?: string
  readonly says: readonly string[]
  readonly result: GateResult
}

/** What became of every trial, from a process of its own. */
export function tried(what: 'scenes' | 'mutants' | 'renamed' | 'words' | 'rows'): readonly TriedLine[] {
  const main = join(projectDir, 'lib/proof/main.ts')
  const env = outsideVitest()
  return JSON.parse(execFileSync(process.execPath, [main, what], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env })) as TriedLine[]
}

/** Everything a report would say of a gate, as one text. */
export function said({ result }: Pick<TriedLine, 'result'>): string {
  const claims = result.claims.map((claim) => claim.message)
  const findings = findingsOf(result).map((finding) => `${finding.at ?? ''} ${finding.saw} ${finding.fix ?? ''}`)
  const causes = result.causes.flatMap(({ message, remedy = '' }) => [message, remedy])
  return [...claims, ...findings, ...causes, ...result.notes, result.reason ?? ''].join('\n')
}
