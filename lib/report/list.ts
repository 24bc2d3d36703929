import { z } from 'zod'
import { Severity } from '../phase/severity.ts'

/** What `gates list --json` prints: every gate there is, in the order of the phases. */
export const GateList = z.array(
  z.strictObject({
    id: z.string().describe('States the good state, e.g. haproxy-zero-down'),
    phase: z.string().describe('e.g. 03-core'),
    severity: Severity,
    source: z.array(z.string()).describe('Ids of the appendix, e.g. D-045'),
    claim: z.string().describe('What must hold, as a sentence'),
  }),
)
export type GateList = z.infer<typeof GateList>
