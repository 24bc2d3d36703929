import { CouldNotLook } from '../../transport/could-not-look.ts'
import { isHtml, refusal } from '../../transport/kube/refusal.ts'
import type { GetAnswer } from '../../transport/question.ts'

export interface KubeVersion {
  /** `v1.32.1`, or with a distribution's mark: `v1.32.1+k3s1` */
  readonly gitVersion: string
}

/** The answer of GET /version. Throws CouldNotLook: refused, busy, or something other than an API server has answered. */
export function parseVersion(answer: GetAnswer): KubeVersion {
  const { gitVersion } = readObject(answer, 'GET /version') as { gitVersion?: unknown }
  if (typeof gitVersion === 'string' && gitVersion !== '') return { gitVersion }
  throw new CouldNotLook(
    'not-understood',
    'GET /version',
    'GET /version was answered with JSON that has no gitVersion: is this a Kubernetes API?',
  )
}

/** The JSON object of a successful answer. Throws CouldNotLook for every other answer; `asked` reads like `GET /version`. */
export function readObject(answer: GetAnswer, asked: string): object {
  const odd = (what: string) => new CouldNotLook('not-understood', asked, `${asked} was answered with ${what}`)
  if (answer.status >= 300 && answer.status < 400)
    throw odd(`a redirect (${answer.status}): a log-in page or load balancer stands where the API should`)
  if (isHtml(answer.body)) throw odd(`a web page (${answer.status}): a proxy or load balancer answered, not the API server`)
  if (answer.status !== 200) throw refusal(answer, asked)
  if (answer.body.trim() === '') throw odd('nothing at all (200, empty body)')
  const parsed = json(answer.body)
  if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed
  throw odd(`no JSON object: ${answer.body.trim().replace(/\s+/g, ' ').slice(0, 80)}`)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
