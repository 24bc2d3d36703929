import { z } from 'zod'

/** Whether a gate whose claims are seen to be false stops the operator, or only warns. */
export const Severity = z.enum(['blocking', 'advisory'])
export type Severity = z.infer<typeof Severity>
