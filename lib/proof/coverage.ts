import { z } from 'zod'
import { readConfig } from '../phase/config-file.ts'
import { gateId } from '../phase/phase.ts'
import { coverageFile } from '../phase/project.ts'

const ids = z.array(z.string().regex(gateId)).default([])

const Trap = z
  .strictObject({
    about: z.string().min(1),
    also: z.array(z.string()).default([]),
    gates: ids,
    lint: ids,
    builtin: ids,
  })
  .refine(({ gates, lint, builtin }) => gates.length + lint.length + builtin.length > 0, 'at least one gate, lint rule or guarantee')

const Guarantee = z.strictObject({
  about: z.string().min(1),
  heldBy: z.strictObject({ file: z.string(), test: z.string().min(1) }),
})

const Coverage = z.strictObject({
  traps: z.record(z.string(), Trap),
  guarantees: z.record(z.string(), Guarantee),
  planned: z.strictObject({ gates: ids, lint: ids }),
})

/** The content of coverage.yaml. For each trap, by its id, it names the gates, lint rules and guarantees that keep an operator out of that trap. */
export type Coverage = z.infer<typeof Coverage>

export function readCoverage(): Coverage {
  return readConfig(coverageFile, Coverage)
}
