import { z } from 'zod'
import { Finding, Verdict } from './result.ts'

/**
 * The contract of a notification, as a command reads it from its standard input. A new field does not change the
 * version number.
 */
export const noticeSchemaId = 'openstack-gates/notice/v1'

/**
 * How a gate changed. `new`: it was green and no longer is. `other`: it is not green, and what is wrong differs from what was reported. `still`:
 * it is not green, as was reported. `recovered`: it has been green again for long enough.
 */
export const Became = z.enum(['new', 'other', 'still', 'recovered'])
export type Became = z.infer<typeof Became>

export const NoticedGate = z.object({
  id: z.string(),
  phase: z.string(),
  became: Became,
  verdict: Verdict,
  severity: z.enum(['blocking', 'advisory']),
  since: z.string().describe('When the gate was first seen not to be green, ISO 8601, UTC'),
  saw: z.string().describe('What was seen, in one sentence; empty when the gate has recovered'),
  findings: z.array(Finding),
  fix: z.string().optional().describe('What to type; the first line is a command'),
})
export type NoticedGate = z.infer<typeof NoticedGate>

export const Notice = z.object({
  schema: z.literal(noticeSchemaId),
  id: z
    .string()
    .describe(
      'The same id means the same notification. It may be sent twice, because a run may be killed after it sent the notification and before it noted the sending',
    ),
  kind: z
    .enum(['change', 'recovery', 'trouble', 'heartbeat'])
    .describe('trouble: something is wrong with the runs themselves, for example one was killed'),
  at: z.string().describe('ISO 8601, UTC'),
  site: z.string(),
  run: z.object({
    id: z.string(),
    startedAt: z.string(),
    mode: z.enum(['live', 'replay']),
    exitCode: z.number(),
    report: z.string().optional(),
  }),
  answer: z.string().describe('May I go on? With a sentence'),
  title: z.string().describe('One line'),
  text: z.string().describe('The whole notification for people: several lines of plain text'),
  troubles: z.array(z.string()).describe('Sentences about the runs themselves'),
  gates: z.array(NoticedGate),
})
export type Notice = z.infer<typeof Notice>
