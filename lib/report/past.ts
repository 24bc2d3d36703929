import { z } from 'zod'
import { Severity } from '../phase/severity.ts'
import { Verdict } from './result.ts'

export const Mode = z.enum(['live', 'replay'])
export type Mode = z.infer<typeof Mode>

/** A run as the history keeps it. */
export const PastRun = z.strictObject({
  id: z.string(),
  site: z.string(),
  mode: Mode,
  startedAt: z.string().describe('ISO 8601, UTC'),
  durationMs: z.number(),
  verdict: Verdict,
  exitCode: z.number(),
  interrupted: z.boolean(),
})
export type PastRun = z.infer<typeof PastRun>

/** One thing that was wrong, with a key by which two runs recognise it as the same. */
export const PastFinding = z.strictObject({
  key: z
    .string()
    .describe(
      'Two findings have the same key when their claims, their places and what was seen are the same, except for times and amounts',
    ),
  claim: z.string(),
  verdict: Verdict,
  at: z.string().optional(),
  saw: z.string().describe('Cut after 200 characters'),
})
export type PastFinding = z.infer<typeof PastFinding>

/** What a gate saw in a past run. */
export const PastGate = z.strictObject({
  gate: z.string(),
  phase: z.string(),
  severity: Severity,
  verdict: Verdict,
  durationMs: z.number(),
  blockedBy: z.string().optional(),
  messages: z.array(z.string()).describe('Messages of the gate’s claims that did not hold, worst first; each cut after 500 characters'),
  causes: z.array(z.string()).describe('Keys of why it could not look'),
  findings: z.array(PastFinding),
})
export type PastGate = z.infer<typeof PastGate>

/** A gate in a past run, with that run. */
export interface Sighting {
  readonly run: PastRun
  readonly gate: PastGate
}
