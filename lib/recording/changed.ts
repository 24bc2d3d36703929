import { ConfigError } from '../phase/config-error.ts'
import { withLargeTexts } from './large-texts.ts'
import { mergePatch } from './merge-patch.ts'
import type { AnswerOrigin, Scene } from './scene.ts'
import type { AnswerInFile, SceneAnswer } from './scene-file.ts'

type Answers = Pick<Scene, 'answers' | 'origins'>
type Problem = (wanted: string, received: unknown) => ConfigError

/**
 * Applies the answers of a scene file to those of its base. Each answer replaces, changes or removes the base's answer to the same question. A whole
 * answer to a new question is added.
 */
export function changed(
  base: Answers,
  own: readonly AnswerInFile[],
  { file, ...ofFile }: AnswerOrigin & { readonly file: string },
): Answers {
  const answers = new Map(base.answers.map((answer) => [answer.ask, answer]))
  const origins = new Map(base.origins)
  for (const { source = ofFile.source, from = ofFile.from, patch, replace, absent, ...answer } of own) {
    const { ask } = answer
    const problem: Problem = (wanted, received) => new ConfigError(file, `answers "${ask}"`, wanted, received)
    const whole = withLargeTexts(answer, file)
    if (!absent && patch === undefined && replace === undefined) {
      answers.set(ask, whole)
      origins.set(ask, { source, from })
      continue
    }
    const before = answers.get(ask)
    if (!before) throw problem('a question the base has', absent ? 'absent: true' : patch === undefined ? 'texts to replace' : 'a patch')
    if (absent) {
      answers.delete(ask)
      origins.delete(ask)
      continue
    }
    const replaced = replace === undefined ? before : withReplaced(before, replace, problem)
    answers.set(ask, patch === undefined ? { ...replaced, ...whole } : patched(replaced, patch, whole, problem))
    origins.set(ask, { source: 'authored', from })
  }
  return { answers: [...answers.values()], origins }
}

function patched(before: SceneAnswer, patch: unknown, change: SceneAnswer, problem: Problem): SceneAnswer {
  if (before.pod !== undefined) return { ...before, ...change, pod: mergePatch(before.pod, patch) }
  if (before.openrc !== undefined) return { ...before, ...change, openrc: mergePatch(before.openrc, patch) }
  if (before.token !== undefined) return { ...before, ...change, token: mergePatch(before.token, patch) }
  const { stdout, body, ...rest } = before
  const text = stdout ?? body
  try {
    return { ...rest, ...change, json: mergePatch(before.json ?? (JSON.parse(text ?? '') as unknown), patch) }
  } catch {
    throw problem('JSON in the base, to patch it', text)
  }
}

/** The text of the answer with pieces of it replaced. Each piece must occur exactly once: otherwise it is unclear which place is meant. */
function withReplaced(before: SceneAnswer, replace: Readonly<Record<string, string>>, problem: Problem): SceneAnswer {
  const member = (['stdout', 'body', 'log', 'stderr'] as const).find((name) => before[name] !== undefined)
  if (member === undefined)
    throw problem(
      'stdout, body, log or stderr in the base answer (`replace` changes part of one of these texts)',
      Object.keys(before).join(', '),
    )
  let text = before[member] ?? ''
  for (const [there, instead] of Object.entries(replace)) {
    const pieces = text.split(there)
    if (pieces.length !== 2)
      throw problem(
        `a text that occurs exactly once in the ${member} of the base answer (the given text occurs ${pieces.length - 1} times)`,
        there,
      )
    text = pieces.join(instead)
  }
  return { ...before, [member]: text }
}
