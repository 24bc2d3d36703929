import { z } from 'zod'
import type { Outcome } from './outcome.ts'
import { tally } from './outcome.ts'

const Place = z.object({ line: z.int().min(1), column: z.int().min(1).describe('UTF-16 units, from 1') })

/** The output of `gates lint --json`. Fields are added, never renamed. */
export const LintDocument = z.object({
  version: z.literal(1),
  verdict: z.enum(['clean', 'found']).describe('found: at least one error or warning, exit code 1'),
  files: z.int(),
  blocks: z.int().describe('Blocks of shell that were looked at'),
  counts: z.object({
    error: z.int(),
    warning: z.int(),
    note: z.int(),
    disabled: z.int().describe('Taken back by comments'),
    known: z.int().describe('Taken back by the baseline'),
  }),
  findings: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'note']),
      file: z.string(),
      from: Place,
      to: Place.describe('Behind the last character'),
      text: z.string(),
      fix: z.string(),
      sources: z.array(z.string()).describe('Ids of the traps'),
      sourceLine: z.string(),
      fingerprint: z.string().describe('The same after lines were added above'),
      fixable: z.boolean().describe('--fix can change it'),
    }),
  ),
})
export type LintDocument = z.infer<typeof LintDocument>

export function jsonReport(outcome: Outcome): string {
  const { files, blocks, disabled, known } = outcome
  const counts = { error: tally(outcome, 'error'), warning: tally(outcome, 'warning'), note: tally(outcome, 'note'), disabled, known }
  const document: LintDocument = {
    version: 1,
    verdict: counts.error + counts.warning > 0 ? 'found' : 'clean',
    files,
    blocks,
    counts,
    findings: outcome.findings.map(({ edits, sources, ...finding }) => ({ ...finding, sources: [...sources], fixable: edits.length > 0 })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
