import { closest } from 'fastest-levenshtein'
import type { SceneAnswer } from '../recording/scene-file.ts'

/** The answer to this question, else to the most similar question of the same kind and program, e.g. about another file or another host. */
export function nearestAnswer(asked: string, answers: readonly SceneAnswer[]): SceneAnswer | undefined {
  const exact = answers.find(({ ask }) => ask === asked)
  if (exact) return exact
  const similar = answers.filter(({ ask }) => familyOf(ask) === familyOf(asked))
  if (similar.length === 0) return undefined
  const nearest = closest(
    asked,
    similar.map(({ ask }) => ask),
  )
  return similar.find(({ ask }) => ask === nearest)
}

/**
 * The kind of a question, such as `GET` or `TLS`; for a command also its program: `$ stat`. In `ask`, the kind follows the target:
 * `load-balancer GET /v2/lbaas/loadbalancers`.
 */
function familyOf(ask: string): string {
  const [, kind = '', rest = ''] = /^\S+ (\$|GET|LOGIN|TLS|PROBE)(.*)$/s.exec(ask) ?? []
  if (kind !== '$') return kind
  const words = rest
    .trim()
    .replace(/^sudo -n (?:-u [a-z]+ )?/, '')
    .split(' ')
  return `$ ${words[0]?.split('/').at(-1)}${words[0] === 'env' ? ` ${words.find((word, index) => index > 0 && !/[=]|^-/.test(word))}` : ''}`
}
