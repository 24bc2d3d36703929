import { z } from 'zod'

/** The contract of `gates run --json`. Additions keep the number; a renamed, removed or reinterpreted field raises it. */
export const resultSchemaId = 'openstack-gates/result/v1'

export const Verdict = z.enum(['pass', 'warn', 'fail', 'skip', 'unknown'])
export type Verdict = z.infer<typeof Verdict>

export const Severity = z.enum(['blocking', 'advisory'])
export type Severity = z.infer<typeof Severity>

/** One readable offender. */
export const Finding = z.strictObject({
  at: z.string().optional().describe('Where: a unit, machine or object, e.g. keystone/1'),
  saw: z.string().describe('What was seen there'),
  fix: z.string().optional().describe('A command for exactly this offender'),
})
export type Finding = z.infer<typeof Finding>

export const ClaimResult = z.strictObject({
  title: z.string(),
  verdict: Verdict,
  message: z.string().describe('What was seen, counted; empty when the claim held'),
})
export type ClaimResult = z.infer<typeof ClaimResult>

export const GateResult = z.strictObject({
  id: z.string(),
  phase: z.string(),
  severity: Severity,
  source: z.array(z.string()),
  verdict: Verdict,
  durationMs: z.number(),
  claims: z.array(ClaimResult),
  findings: z.array(Finding),
  cause: z
    .strictObject({ key: z.string(), message: z.string(), remedy: z.string().optional() })
    .optional()
    .describe('Why it could not look. Gates with the same key share one root cause'),
  reason: z.string().optional().describe('Why it was skipped'),
  fix: z.string().optional(),
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
