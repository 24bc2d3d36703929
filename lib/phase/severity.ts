import { z } from 'zod'

/** Whether a gate that is seen to be false stops the operator, or only warns. */
export const Severity = z.enum(['blocking', 'advisory'])
export type Severity = z.infer<typeof Severity>
