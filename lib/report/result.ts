import { z } from 'zod'
import { Severity } from '../phase/severity.ts'

/** The contract of `gates run --json`. Additions keep the number; a renamed, removed or reinterpreted field raises it. */
export const resultSchemaId = 'openstack-gates/result/v2'

export const Verdict = z.enum(['pass', 'warn', 'fail', 'skip', 'unknown'])
export type Verdict = z.infer<typeof Verdict>

/** One readable offender. */
export const Finding = z.strictObject({
  at: z.string().optional().describe('Where: a unit, machine or object, e.g. keystone/1'),
  saw: z.string().describe('What was seen there'),
  fix: z.string().optional().describe('A command for exactly this offender'),
  destroys: z.string().optional().describe('What the fix takes away for good. Absent when it can be taken back'),
  change: z.enum(['new', 'known']).optional().describe('Of a run that was compared with an earlier one: whether that saw it as well'),
})
export type Finding = z.infer<typeof Finding>

export const Coverage = z.strictObject({
  asked: z.number(),
  answered: z.number(),
  noun: z.string().describe('What one of them is called: unit'),
  plural: z.string(),
})
export type Coverage = z.infer<typeof Coverage>

/** `saw`: enough was seen to judge. `holds`: what was seen is right. `advises`: as `holds`, and never worse than a warning. */
export const ClaimKind = z.enum(['saw', 'holds', 'advises'])
export type ClaimKind = z.infer<typeof ClaimKind>

export const ClaimResult = z.strictObject({
  title: z.string(),
  kind: ClaimKind,
  verdict: Verdict,
  message: z.string().describe('What was seen, counted; empty when the claim held'),
  findings: z.array(Finding),
  coverage: Coverage.optional().describe('Of a claim that enough was seen: how many were asked and how many answered'),
  partial: z.literal(true).optional().describe('It held for what was seen, and not all was seen: unknown'),
  change: z.enum(['new', 'known']).optional().describe('new: something in it was not wrong before'),
})
export type ClaimResult = z.infer<typeof ClaimResult>

/** Why something could not be looked at. Causes with the same key are one root cause. */
export const Cause = z.strictObject({
  kind: z.string().describe('unreachable, timeout, credential, untrusted, missing-tool, not-understood …'),
  key: z.string(),
  message: z.string(),
  remedy: z.string().optional().describe('What to type; the first line is a command'),
})
export type Cause = z.infer<typeof Cause>

export const GateResult = z.strictObject({
  id: z.string(),
  phase: z.string(),
  severity: Severity,
  source: z.array(z.string()),
  verdict: Verdict,
  durationMs: z.number(),
  startedMs: z.number().optional().describe('From the start of the run until it asked its first question; absent: it asked nothing'),
  endedMs: z.number().optional().describe('From the start of the run until it was judged; absent: it asked nothing'),
  claims: z.array(ClaimResult),
  causes: z.array(Cause).describe('Why it could not look, in the order met; each key once'),
  blockedBy: z.string().optional().describe('The gate it needs that did not pass'),
  reason: z.string().optional().describe('Why it was skipped'),
  notes: z.array(z.string()).describe('Sentences that change no verdict'),
  fix: z.string().optional(),
  change: z
    .enum(['new', 'known', 'fixed'])
    .optional()
    .describe('With --since: known when all that is wrong was wrong before, fixed when it passes and did not'),
  before: z.strictObject({ run: z.string(), verdict: Verdict }).optional().describe('The run it was compared with, and its verdict there'),
  gone: z
    .array(z.strictObject({ at: z.string().optional(), saw: z.string() }))
    .optional()
    .describe('What was wrong before and is not now'),
})
export type GateResult = z.infer<typeof GateResult>

export const RunResult = z.strictObject({
  schema: z.literal(resultSchemaId),
  run: z.strictObject({
    id: z.string(),
    site: z.string(),
    mode: z.enum(['live', 'replay']),
    startedAt: z.string().describe('ISO 8601, UTC'),
    durationMs: z.number(),
    interrupted: z.boolean().optional(),
    opens: z.string().optional().describe('The phase after those that were looked at whole, which may be entered when the answer is yes'),
    since: z.string().optional().describe('What it was compared with: last, a run id or a time. Absent: with nothing'),
    newOnly: z.literal(true).optional().describe('The exit code counts only what is new; verdict and counts are of all that was seen'),
    notWritten: z.array(z.string()).optional().describe('Reports that were asked for and could not be written'),
    questions: z.strictObject({
      asked: z.number().describe('Sent to the cloud, or read from a recording'),
      reused: z.number().describe('Answered by a question already asked in this run'),
      connections: z.record(z.string(), z.number()).describe('Connections opened, by target'),
    }),
  }),
  verdict: Verdict,
  exitCode: z.number(),
  counts: z.strictObject({ pass: z.number(), warn: z.number(), fail: z.number(), skip: z.number(), unknown: z.number() }),
  gates: z.array(GateResult),
})
export type RunResult = z.infer<typeof RunResult>

/** All offenders of a gate: what was seen to be false comes before what could not be seen, else in the order of its claims. */
export function findingsOf(gate: Pick<GateResult, 'claims'>): readonly Finding[] {
  const isBlind = (claim: ClaimResult) => Number(claim.verdict === 'unknown')
  return gate.claims.toSorted((a, b) => isBlind(a) - isBlind(b)).flatMap((claim) => claim.findings)
}
