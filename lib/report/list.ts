import { z } from 'zod'
import { Severity } from '../phase/severity.ts'
import { Verdict } from './result.ts'

/** What `gates list --json` prints: every gate, in the order of the phases. */
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

/**
 * `recorded`: a real program printed it. `stand-in`: a program of the lab printed it, in place of one that we cannot get. `authored`: written from
 * documentation.
 */
export const Source = z.enum(['recorded', 'stand-in', 'authored'])
export type Source = z.infer<typeof Source>

/** What `gates list --scenes --json` prints: every scene that a gate is proven with. */
export const SceneList = z.array(
  z.strictObject({
    gate: z.string(),
    scene: z.string().describe('healthy, or what is wrong in it'),
    verdict: Verdict.describe('What the gate says of it'),
    decidedBy: Source.describe('The weakest source of the answers that the verdict depends on: `authored` if even one of them is authored'),
    program: z
      .string()
      .describe('The programs that printed these weakest answers, or for authored answers the documentation that they follow'),
  }),
)
export type SceneList = z.infer<typeof SceneList>
