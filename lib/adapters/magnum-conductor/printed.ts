import type { z } from 'zod'
import { NotUnderstood } from '../command.ts'
import { jsonObject } from '../json.ts'
import { onlyLine } from '../lines.ts'

/**
 * Reads the output of one of our Python one-liners: one line of JSON of this shape. Errors do not show the texts in it, because these may be secret.
 */
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
    throw new NotUnderstood(`printed JSON with unexpected ${error.issues[0]?.path.join('.') || 'shape'}: ${error.issues[0]?.message}`)
  return data
}
