import { CouldNotLook } from '../could-not-look.ts'
import type { GetAnswer } from '../question.ts'

type Answered = Pick<GetAnswer, 'status' | 'headers' | 'body'>

/** Why an answer of the API that is no success could not be used. `asked` reads like `GET /version`. */
export function refusal(answer: Answered, asked: string): CouldNotLook {
  const { status } = answer
  const said = statusMessage(answer.body)
  const quoted = said ? `: ${said}` : ''
  // A server that allows anonymous requests answers 403 to a credential it never got.
  if (status === 401 || (status === 403 && said.includes('system:anonymous')))
    return new CouldNotLook(
      'credential',
      'kube credential',
      `the management cluster did not accept our credential (${asked} was answered ${status}${quoted}): it is expired or was revoked`,
      { remedy: 'ssh MANAGEMENT-NODE sudo k8s config > FRESH-KUBECONFIG && chmod 600 FRESH-KUBECONFIG' },
    )
  if (status === 403)
    return new CouldNotLook(
      'credential',
      'kube permission',
      `the management cluster knows us but does not let us ${asked}${quoted || ' (403)'}`,
      { remedy: 'kubectl auth can-i --list' },
    )
  if (status === 404) return new CouldNotLook('not-understood', asked, `the management cluster has nothing at ${asked} (404)${quoted}`)
  if (status === 410) return new CouldNotLook('not-understood', asked, `what ${asked} asked for is gone (410)${quoted}: ask anew`)
  if (status === 429)
    return new CouldNotLook('unreachable', 'kube mgmt', `the management cluster is too busy for ${asked} (429)${after(answer)}${quoted}`)
  if (status >= 500)
    return new CouldNotLook('unreachable', 'kube mgmt', `the management cluster could not answer ${asked} (${status})${quoted}`)
  return new CouldNotLook('not-understood', asked, `${asked} was answered ${status}${quoted}`)
}

/** The message of a Kubernetes Status body, else the first line of plain text; empty for HTML or nothing. */
export function statusMessage(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    return typeof message === 'string' ? message : ''
  } catch {
    return isHtml(body) ? '' : (body.trim().split('\n')[0] ?? '').slice(0, 200)
  }
}

export function isHtml(body: string): boolean {
  return /^\s*<(!doctype|html|head|body)/i.test(body)
}

function after({ headers }: Answered): string {
  return headers['retry-after'] ? `, it asks to wait ${headers['retry-after']} s` : ''
}
