import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { writeWhole } from '../files/write-whole.ts'
import { Site } from '../phase/site.ts'
import { DiffDocument, HistoryDocument } from './history-documents.ts'
import { GateList } from './list.ts'
import { RunResult } from './result.ts'

const folder = new URL('../../schemas/', import.meta.url)

/** The JSON Schemas of the repository, text by file name. `node lib/report/schemas.ts` writes them. */
export function schemaFiles(): Record<string, string> {
  return {
    'result.schema.json': text('What gates run --json prints', growing(RunResult)),
    'list.schema.json': text('What gates list --json prints', growing(GateList)),
    'history.schema.json': text('What gates history --json prints', growing(HistoryDocument)),
    'diff.schema.json': text('What gates diff --json prints', growing(DiffDocument)),
    // As an operator writes it: what has a default may be left out, and a wrong key is an error.
    'site.schema.json': text('A site file', z.toJSONSchema(Site, { io: 'input' })),
  }
}

export function schemaPath(file: string): string {
  return fileURLToPath(new URL(file, folder))
}

/** Output may gain fields without a new number, so a reader that validates with an older copy must not refuse them. */
function growing(type: z.ZodType): object {
  return z.toJSONSchema(type, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
}

function text(title: string, schema: object): string {
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`
}

if (import.meta.main) {
  for (const [file, content] of Object.entries(schemaFiles())) await writeWhole(schemaPath(file), content, 0o644)
}
