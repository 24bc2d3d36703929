import type { z } from 'zod'
import { NotUnderstood } from '../command.ts'
import { jsonObject } from '../json.ts'
import { onlyLine } from '../lines.ts'

/** What a Python line of ours printed: one line of JSON of this shape. The texts in it are not shown: they may be what is not to be seen. */
export function printed<Shape>(schema: z.ZodType<Shape>, stdout: string): Shape {
  const line = onlyLine(stdout)
  const { data, error } = schema.safeParse(
    Object.fromEntries(
      jsonObject(line)
        .keys()
        .map((key) => [key, jsonObject(line).own(key)]),
    ),
  )
  if (error)
    throw new NotUnderstood(
      `printed JSON with another ${error.issues[0]?.path.join('.') || 'shape'} than wanted: ${error.issues[0]?.message}`,
    )
  return data
}
