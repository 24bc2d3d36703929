import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml'
import { type Command, NotUnderstood } from '../command.ts'

/** A bundle of 60 applications takes 60 KB; a file that is far larger is not a bundle. */
const maxCharacters = 2_000_000
/** Bundles name a channel once and repeat it by alias; Juju reads merge keys too. */
const limits = { schema: CORE_SCHEMA.withTags(mergeTag), maxAliases: 5_000, maxDepth: 50 } as const

/** Reads the YAML documents of a file on the jumphost. */
export function yamlFile<Fact>(path: string, understand: (documents: readonly unknown[]) => Fact): Command<Fact> {
  return { argv: ['cat', path], parse: ({ stdout }) => understand(documentsIn(stdout)) }
}

function documentsIn(text: string): readonly unknown[] {
  if (text.trim() === '') throw new NotUnderstood('is empty')
  if (text.length > maxCharacters) throw new NotUnderstood(`has ${text.length} characters; up to ${maxCharacters} are read`)
  // Half a YAML file is valid YAML: only the last line feed shows that nothing is missing.
  if (!text.endsWith('\n')) throw new NotUnderstood(`may be cut short: it ends ${JSON.stringify(text.slice(-40))}, with no line feed`)
  try {
    return loadAll(text, limits)
  } catch (error) {
    const { reason, mark } = error as { readonly reason?: string; readonly mark?: { readonly line: number } }
    throw new NotUnderstood(`is not valid YAML${mark ? ` in line ${mark.line + 1}` : ''}: ${reason ?? String(error).slice(0, 200)}`, {
      cause: error,
    })
  }
}
