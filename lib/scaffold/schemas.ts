import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { writeWhole } from '../files/write-whole.ts'
import { PhaseFile } from '../phase/phase.ts'
import { Site } from '../phase/site.ts'
import { WaiverFile } from '../phase/waiver.ts'
import { SceneFileWhole } from '../recording/scene-file.ts'
import { DiffDocument, HistoryDocument } from '../report/history-documents.ts'
import { GateList, SceneList } from '../report/list.ts'
import { Notice } from '../report/notice.ts'
import { RunResult } from '../report/result.ts'
import { Results } from '../report/results.ts'

const folder = new URL('../../schemas/', import.meta.url)

/** The JSON Schemas of the repository: the text of each file, under its file name. `node lib/scaffold/schemas.ts` writes the files. */
export function schemaFiles(): Record<string, string> {
  return {
    'result.schema.json': text('What gates run --json prints', growing(RunResult)),
    'results.schema.json': text('What gates run --json prints for several sites', growing(Results)),
    'list.schema.json': text('What gates list --json prints', growing(GateList)),
    'scenes.schema.json': text('What gates list --scenes --json prints', growing(SceneList)),
    'notice.schema.json': text('What `gates nightly` writes to the standard input of a notification command', growing(Notice)),
    'history.schema.json': text('What gates history --json prints', growing(HistoryDocument)),
    'diff.schema.json': text('What gates diff --json prints', growing(DiffDocument)),
    // The schemas from here on describe files as an operator writes them: keys with a default may be left out, and a wrong key is an error.
    'site.schema.json': text('A site file', z.toJSONSchema(Site, { io: 'input' })),
    'phase.schema.json': text('A phase file', z.toJSONSchema(PhaseFile, { io: 'input' })),
    'recording.schema.json': text(
      'A scene: what one gate was answered under one condition',
      z.toJSONSchema(SceneFileWhole, { io: 'input' }),
    ),
    'waivers.schema.json': text('A file of waivers', z.toJSONSchema(WaiverFile, { io: 'input' })),
  }
}

export function schemaPath(file: string): string {
  return fileURLToPath(new URL(file, folder))
}

/**
 * The schema of an output. It allows unknown fields: an output may gain fields without a new schema version, and a reader with an older copy must not
 * refuse them.
 */
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
