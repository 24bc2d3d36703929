import { z } from 'zod'
import { RunResult, Verdict } from './result.ts'

/** The schema id of what `--json` prints for several sites. Added keys do not change the version number at its end. */
export const resultsSchemaId = 'openstack-gates/results/v1'

/** Runs of several sites as one document: `gates run --site a,b` and `gates merge`. */
export const Results = z.strictObject({
  schema: z.literal(resultsSchemaId),
  run: z.strictObject({
    id: z.string(),
    startedAt: z.string().describe('ISO 8601, UTC; of the first'),
    durationMs: z.number().describe('From the start of the first run to the end of the last one'),
    notRun: z.array(z.string()).optional().describe('Sites that were not looked at, because the run was interrupted before their turn'),
    notWritten: z.array(z.string()).optional().describe('Reports that were asked for and could not be written'),
  }),
  verdict: Verdict.describe('The worst of all sites'),
  exitCode: z.number().describe('The worst of all sites: 130, 1, 3, 2, 0'),
  counts: z.strictObject({ pass: z.number(), warn: z.number(), fail: z.number(), skip: z.number(), unknown: z.number() }),
  sites: z.array(RunResult),
})
export type Results = z.infer<typeof Results>
