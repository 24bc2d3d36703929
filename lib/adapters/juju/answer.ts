import type { CommandAnswer } from '../../transport/question.ts'
import { NotUnderstood } from '../command.ts'
import { type JsonObject, jsonObject } from '../json.ts'
import { errorLine, whyJujuFailed } from './said.ts'

/** 1: juju failed and says why on stderr; 2: it does not know an option. Both are listed so that `jujuDocument` can say why. */
export const jujuExits: readonly number[] = [0, 1, 2]

/** The JSON document of a `juju … --format json` that succeeded. A juju that fails prints `{}` and exits 1 (juju/cmd, supercommand.go). */
export function jujuDocument({ exitCode, stdout, stderr }: CommandAnswer): JsonObject {
  if (exitCode !== 0)
    throw whyJujuFailed(stderr) ?? new NotUnderstood(`failed: ${errorLine(stderr) || `exit ${exitCode}, and printed no reason`}`)
  const text = stdout.trim()
  if (text === '') throw whyJujuFailed(stderr) ?? new NotUnderstood('printed nothing')
  if (/^Model\s+Controller\b/.test(text)) throw new NotUnderstood('juju printed a table for people, but only --format json is understood')
  if (!text.startsWith('{')) throw new NotUnderstood(`has text in front of its JSON: ${JSON.stringify(text.slice(0, 60))}`)
  if (/^\{\s*\}$/.test(text)) throw whyJujuFailed(stderr) ?? new NotUnderstood('is {}, which juju prints when it failed')
  return jsonObject(text)
}
