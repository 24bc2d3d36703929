import { load } from 'js-yaml'
import type { z } from 'zod'
import { type ReadOptions, readText } from '../files/read-regular.ts'
import { ConfigError } from './config-error.ts'

/** Reads a YAML file and checks it against a shape. Throws one clear sentence about the first mistake: file, path, wanted, received. */
export function readConfig<Shape extends z.ZodType>(file: string, shape: Shape, todo = '', reading: ReadOptions = {}): z.output<Shape> {
  return checkConfig(file, readYaml(file, todo, reading), shape, todo)
}

/**
 * Checks a value that was already read. Throws one sentence that names the `file`; `within` is the place of the value
 * in the file.
 */
export function checkConfig<Shape extends z.ZodType>(file: string, value: unknown, shape: Shape, todo = '', within = ''): z.output<Shape> {
  const parsed = shape.safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  if (!issue) throw new ConfigError(file, within, 'another shape', value, todo)
  throw new ConfigError(
    file,
    [within, ...issue.path.map(String)].filter((part) => part !== '').join('.'),
    wantedOf(issue),
    issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.input,
    todo,
  )
}

function readYaml(file: string, todo: string, reading: ReadOptions): unknown {
  let text: string
  try {
    text = readText(file, reading)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new ConfigError(file, '', 'a file that can be read', code === 'ENOENT' ? 'no such file' : code, todo)
  }
  try {
    return load(text, { filename: file })
  } catch (error) {
    const { reason, mark } = error as { reason?: string; mark?: { line: number; column: number } }
    const where = mark ? `line ${mark.line + 1}, column ${mark.column + 1}` : ''
    throw new ConfigError(file, where, 'valid YAML', reason ?? String(error), todo)
  }
}

/** The value that was expected where zod found a mistake: `a value of type string`. */
function wantedOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `a value of type ${issue.expected}`
    case 'invalid_value':
      return issue.values.map(String).join(' or ')
    case 'unrecognized_keys':
      return 'only known keys'
    case 'too_small':
      return `at least ${issue.minimum}`
    case 'too_big':
      return `at most ${issue.maximum}`
    default:
      return issue.message.replace(/^Invalid input: expected /, '')
  }
}
