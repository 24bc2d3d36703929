import { z } from 'zod'
import { PastFinding, PastGate, PastRun } from './past.ts'
import { Verdict } from './result.ts'

const Stats = z.strictObject({
  gate: z.string(),
  phase: z.string(),
  runs: z.number(),
  changes: z.number().describe('Changes between green and red'),
  flaps: z.number().describe('How often the gate went from green to red; more than once means that it is flaky'),
  medianMs: z.number(),
  timesToGreenMs: z
    .array(z.number())
    .describe('How long the gate was red each time, from the first red run to the next green run. Newest first'),
  redSince: z.string().optional(),
})

/** What `gates history --json` prints. */
export const HistoryDocument = z.strictObject({
  schema: z.literal('openstack-gates/history/v1'),
  site: z.string(),
  mode: z.enum(['live', 'replay']),
  runs: z.array(PastRun).describe('Newest first'),
  gates: z.array(Stats),
  timeline: z
    .array(z.strictObject({ run: PastRun, gate: PastGate }))
    .optional()
    .describe('The gate that was asked about, as each run saw it, newest first'),
})
export type HistoryDocument = z.infer<typeof HistoryDocument>

const Changed = z.strictObject({
  gate: z.string(),
  phase: z.string(),
  before: Verdict.optional().describe('Absent: that run did not have the gate'),
  now: Verdict.optional(),
  change: z.enum(['new', 'known', 'fixed']).optional(),
  fresh: z.array(PastFinding).describe('Wrong now and not before'),
  gone: z.array(PastFinding).describe('Wrong before and not now'),
})

/** What `gates diff --json` prints: the gates in which something changed. */
export const DiffDocument = z.strictObject({
  schema: z.literal('openstack-gates/diff/v1'),
  before: PastRun,
  now: PastRun,
  changed: z.array(Changed),
  same: z.number().describe('Gates of which nothing changed'),
})
export type DiffDocument = z.infer<typeof DiffDocument>
