import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { writeWhole } from '../../files/write-whole.ts'
import { LintDocument } from './document.ts'

export const schemaPath = fileURLToPath(new URL('../../../schemas/lint.schema.json', import.meta.url))

/** The JSON Schema of the output of `gates lint --json`. `node lib/lint/output/schema.ts` writes it. */
export function schemaText(): string {
  // A reader may validate new output with an older copy of this schema. That copy must accept fields that were added later.
  const growing = z.toJSONSchema(LintDocument, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  return `${JSON.stringify({ title: 'What gates lint --json prints', ...growing }, null, 2)}\n`
}

if (import.meta.main) await writeWhole(schemaPath, schemaText(), 0o644)
