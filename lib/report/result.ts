import { z } from 'zod'
import { Severity } from '../phase/severity.ts'

/** The contract of `gates run --json`. A new field leaves the version (`v2`) as it is; a renamed, removed or reinterpreted field raises it. */
export const resultSchemaId = 'openstack-gates/result/v2'

export const Verdict = z.enum(['pass', 'warn', 'fail', 'skip', 'unknown'])
export type Verdict = z.infer<typeof Verdict>

/** One offender, in words for people. */
export const Finding = z.strictObject({
  at: z.string().optional().describe('Where: a unit, machine or object, e.g. keystone/1'),
  saw: z.string().describe('What was seen there'),
  fix: z.string().optional().describe('A command for exactly this offender'),
  destroys: z.string().optional().describe('What the fix destroys for good. Absent when the fix can be undone'),
  waived: z.string().optional().describe('The waiver that covers this offender: until when, by whom, and why'),
  change: z
    .enum(['new', 'known'])
    .optional()
    .describe(
      'new: this finding was not in the earlier run; known: it was. Absent when runs were not compared, or when the verdict of the claim is neither fail nor warn',
    ),
})
export type Finding = z.infer<typeof Finding>

export const Coverage = z.strictObject({
  asked: z.number(),
  answered: z.number(),
  noun: z.string().describe('The singular noun for what was asked, for example `unit`'),
  plural: z.string(),
})
export type Coverage = z.infer<typeof Coverage>

/** `saw`: enough was seen to judge. `holds`: what was seen is right. `advises`: as `holds`, and never worse than a warning. */
export const ClaimKind = z.enum(['saw', 'holds', 'advises'])
export type ClaimKind = z.infer<typeof ClaimKind>

/** A waiver that covers something a gate saw. */
export const WaivedBy = z.strictObject({
  at: z.string().optional(),
  covers: z.array(z.string()),
  owner: z.string(),
  reason: z.string(),
  ticket: z.string(),
  expires: z.string().describe('The last day on which the waiver counts, UTC'),
})
export type WaivedBy = z.infer<typeof WaivedBy>

const WaiverState = z.enum(['in use', 'not looked at', 'expired', 'unused', 'passes now', 'matches too much', 'unreadable'])
export type WaiverState = z.infer<typeof WaiverState>

/** The state of a waiver in this run. All states but `in use` and `not looked at` need attention. */
export const WaiverResult = z.strictObject({
  state: WaiverState,
  message: z.string(),
  gate: z.string().optional().describe('Absent when the waiver cannot be read'),
  at: z.string().optional(),
  covers: z.array(z.string()).optional(),
  owner: z.string().optional(),
  ticket: z.string().optional(),
  expires: z.string().optional(),
})
export type WaiverResult = z.infer<typeof WaiverResult>

export const ClaimResult = z.strictObject({
  title: z.string(),
  kind: ClaimKind,
  verdict: Verdict,
  message: z.string().describe('Why the claim did not pass, such as `1 of 20 servers is DOWN`; empty when it passed'),
  findings: z.array(Finding),
  coverage: Coverage.optional().describe(
    'How many units or the like were asked, and how many answered. Only for a `saw` claim that counts them',
  ),
  partial: z.literal(true).optional().describe('The claim held for what was seen, but not all was seen. Its verdict is unknown'),
  waived: z
    .literal(true)
    .optional()
    .describe('The claim is false, but waivers cover everything that was found wrong. So the verdict of the claim is skip'),
  change: z.enum(['new', 'known']).optional().describe('new: the claim found something wrong that the earlier run did not see'),
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

/** An open maintenance window. */
export const InWindow = z.strictObject({
  id: z.string().optional().describe('The id of a window that was opened by hand. Absent for a window of the site file'),
  until: z.string().describe('ISO 8601, UTC'),
  reason: z.string(),
})
export type InWindow = z.infer<typeof InWindow>

/** How a gate changed while its run waited for green. The times are in ISO 8601, UTC, and say when the suite saw the change. */
export const Timeline = z.strictObject({
  changes: z
    .array(z.strictObject({ seenAt: z.string(), verdict: Verdict }))
    .describe(
      'The first verdict of the gate, then an entry whenever the verdict changes and whenever the gate becomes green or stops being green. A blocked gate has the verdict skip, and is green exactly while the gate that blocks it is green. So two entries in a row can both be skip. A gate that blocks others can itself be green: an advisory gate that could not look, in a run that is not strict',
    ),
  redAt: z.string().describe('When the gate was first seen not to be green'),
  greenAt: z.string().optional().describe('The time since which the gate has been green. Absent when the gate is not green'),
  settledAfterMs: z.number().optional().describe('The time from the start of the run until greenAt'),
  flaps: z.number().describe('How often the gate was green and then stopped being green'),
  brief: z.literal(true).optional().describe('The wait ended before the gate had been green for dwellMs'),
})
export type Timeline = z.infer<typeof Timeline>

export const GateResult = z.strictObject({
  id: z.string(),
  phase: z.string(),
  severity: Severity,
  source: z.array(z.string()),
  verdict: Verdict,
  durationMs: z.number(),
  startedMs: z
    .number()
    .optional()
    .describe('The time from the start of the run until the gate asked its first question. Absent when the gate asked nothing'),
  endedMs: z
    .number()
    .optional()
    .describe('The time from the start of the run until the gate was judged. Absent when the gate asked nothing'),
  claims: z.array(ClaimResult),
  causes: z
    .array(Cause)
    .describe(
      'The reasons why the gate could not look at something. The reasons that come from its questions stand first. Reasons with the same key are listed once',
    ),
  blockedBy: z.string().optional().describe('The gate that this one needs and that did not pass'),
  reason: z.string().optional().describe('Why it was skipped'),
  notes: z.array(z.string()).describe('Sentences that change no verdict'),
  fix: z.string().optional(),
  timeline: Timeline.optional().describe('Present for a gate that was not green and changed while the run waited'),
  window: InWindow.optional().describe(
    'Present when the gate is not green during a maintenance window. The gate is shown but raises no alert. Verdict and exit code stay the same',
  ),
  waived: z
    .array(WaivedBy)
    .optional()
    .describe('Waivers that cover something the gate saw. When its verdict is skip, they cover all it saw'),
  change: z
    .enum(['new', 'known', 'fixed'])
    .optional()
    .describe(
      'How the gate changed since an earlier run. Present only with --since or --new-only. `known`: everything that is wrong now was wrong before. `fixed`: the gate passes now, and its verdict was fail or warn before. `new`: the gate fails, warns or cannot look, and is not `known`',
    ),
  before: z
    .strictObject({ run: z.string(), verdict: Verdict })
    .optional()
    .describe('The earlier run that the gate was compared with, and the verdict of the gate in that run'),
  gone: z
    .array(z.strictObject({ at: z.string().optional(), saw: z.string() }))
    .optional()
    .describe('Findings that the earlier run had and this run does not have'),
})
export type GateResult = z.infer<typeof GateResult>

/** The part of a selection that a run looked at. */
export const ShardOf = z.strictObject({
  index: z.int().describe('From 1'),
  of: z.int(),
  gates: z
    .array(z.strictObject({ id: z.string(), phase: z.string(), severity: Severity }))
    .describe('All gates that were selected, in the order of the selection'),
})
export type ShardOf = z.infer<typeof ShardOf>

export const RunResult = z.strictObject({
  schema: z.literal(resultSchemaId),
  run: z.strictObject({
    id: z.string(),
    site: z.string(),
    mode: z.enum(['live', 'replay']),
    startedAt: z.string().describe('ISO 8601, UTC'),
    durationMs: z.number(),
    interrupted: z.boolean().optional(),
    strict: z.literal(true).optional().describe('Advisory findings count like blocking ones (--strict)'),
    shard: ShardOf.optional().describe('Absent: it is the whole run'),
    waited: z
      .strictObject({
        untilMs: z.number().describe('The longest time that the run would wait'),
        dwellMs: z.number().describe('How long all gates had to stay green before the wait ended'),
        rounds: z.number().describe('How many rounds there were, the first one included. Each round looks at gates again'),
        ended: z.enum(['green', 'out of time', 'stopped']),
      })
      .optional()
      .describe('Of a run that waited for green'),
    windowsNotRead: z.string().optional().describe('Why this run ignored all maintenance windows that were opened by hand'),
    waiversNotRead: z.string().optional().describe('Why there are no waivers in this run, although there is a file of them'),
    opens: z
      .string()
      .optional()
      .describe(
        'The phase that may be entered when the run says that you may go on. It comes right after the phases whose gates were all run',
      ),
    since: z
      .string()
      .optional()
      .describe('What the run was compared with: `last`, a run id or a time. Absent when the run was not compared'),
    newOnly: z
      .literal(true)
      .optional()
      .describe('The exit code counts only what is new; the verdict and the counts cover everything that was seen'),
    notWritten: z.array(z.string()).optional().describe('Reports that were asked for and could not be written'),
    questions: z.strictObject({
      asked: z.number().describe('How many questions were sent to the cloud, or answered from a recording'),
      reused: z.number().describe('How many questions were not sent, because the same question was answered earlier in the run'),
      connections: z.record(z.string(), z.number()).describe('Connections opened, by target'),
    }),
  }),
  verdict: Verdict,
  exitCode: z.number(),
  counts: z.strictObject({ pass: z.number(), warn: z.number(), fail: z.number(), skip: z.number(), unknown: z.number() }),
  gates: z.array(GateResult),
  waivers: z.array(WaiverResult).optional().describe('What became of each waiver; absent when there is none'),
})
export type RunResult = z.infer<typeof RunResult>

/** Whether a waiver needs attention: it then counts as an advisory of the run. */
export function isUntidy({ state }: Pick<WaiverResult, 'state'>): boolean {
  return state !== 'in use' && state !== 'not looked at'
}

/** Whether a gate is green at the end but not reliably: it flapped, or was not watched for long enough. It then counts as an advisory of the run. */
export function isUnsteady({ timeline, verdict }: Pick<GateResult, 'timeline' | 'verdict'>): boolean {
  return timeline !== undefined && verdict !== 'fail' && verdict !== 'unknown' && (timeline.flaps > 0 || timeline.brief === true)
}

/** All offenders of a gate: those that were seen to be wrong before those that could not be seen, otherwise in the order of its claims. */
export function findingsOf(gate: Pick<GateResult, 'claims'>): readonly Finding[] {
  const isBlind = (claim: ClaimResult) => Number(claim.verdict === 'unknown')
  return gate.claims.toSorted((a, b) => isBlind(a) - isBlind(b)).flatMap((claim) => claim.findings)
}
