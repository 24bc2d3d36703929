import { CouldNotLook } from '../could-not-look.ts'
import { waitText } from '../http/headers.ts'
import type { GetAnswer } from '../question.ts'
import { isWebPage } from '../web-page.ts'
import { called, keyOf } from './cluster.ts'

type Answered = Pick<GetAnswer, 'status' | 'headers' | 'body'>

/**
 * Turns an API answer that is not a success into a CouldNotLook. `asked` reads like `GET /version`. `target` names the cluster: `mgmt` or, for
 * example, `workload/demo`.
 */
export function refusal(answer: Answered, asked: string, target = 'mgmt'): CouldNotLook {
  const { status } = answer
  const who = called(target)
  const said = statusMessage(answer.body)
  const quoted = said ? `: ${said}` : ''
  const key = (what: string) => (target === 'mgmt' ? `kube ${what}` : `kube ${what} ${target}`)
  // A server that allows anonymous requests answers 403 to a request that reaches it without a credential, and names system:anonymous.
  if (status === 401 || (status === 403 && said.includes('system:anonymous')))
    return new CouldNotLook(
      'credential',
      key('credential'),
      `${who} did not accept our credential (${asked} was answered ${status}${quoted}): it is expired or was revoked`,
      { remedy: freshKubeconfig(target) },
    )
  if (status === 403)
    return new CouldNotLook('credential', key('permission'), `${who} knows us but does not let us ${asked}${quoted || ' (403)'}`, {
      remedy: 'kubectl auth can-i --list',
    })
  if (status === 404) return new CouldNotLook('not-understood', asked, `${who} has nothing at ${asked} (404)${quoted}`)
  if (status === 410) return new CouldNotLook('not-understood', asked, `what ${asked} asked for is gone (410)${quoted}: ask again`)
  if (status === 429)
    return new CouldNotLook('unreachable', keyOf(target), `${who} is too busy for ${asked} (429)${waitText(answer.headers)}${quoted}`)
  const crd = said.startsWith('conversion webhook for ') ? crdIn(asked) : undefined
  if (status === 500 && crd !== undefined)
    return new CouldNotLook(
      'unreachable',
      // one webhook converts all kinds of a group
      key(`conversion ${crd.slice(crd.indexOf('.') + 1)}`),
      `${who} cannot convert what it stores for ${asked} (500), so every request for these objects in this API version fails, including those of Magnum’s driver${quoted}`,
      { remedy: `kubectl get crd ${crd} -o 'jsonpath={.spec.conversion.webhook.clientConfig}'` },
    )
  if (status >= 500)
    return new CouldNotLook(
      'unreachable',
      keyOf(target),
      `${who} could not answer ${asked} (${status})${waitText(answer.headers)}${quoted}`,
      { remedy: "kubectl get --raw '/readyz?verbose'" },
    )
  return new CouldNotLook('not-understood', asked, `${asked} was answered ${status}${quoted}`)
}

/**
 * The name of the CRD behind a request: `GET /apis/cluster.x-k8s.io/v1beta1/clusters` → `clusters.cluster.x-k8s.io`. It is built from the request,
 * never from the answer. Undefined for a path without a group.
 */
function crdIn(asked: string): string | undefined {
  const [, group, plural] = /^GET \/apis\/([a-z0-9.-]+)\/v\w+\/(?:namespaces\/[a-z0-9.-]+\/)?([a-z]+)(?:[/?]|$)/.exec(asked) ?? []
  return group === undefined || plural === undefined ? undefined : `${plural}.${group}`
}

function freshKubeconfig(target: string): string {
  if (target === 'mgmt') return 'ssh MANAGEMENT-NODE sudo k8s config > FRESH-KUBECONFIG && chmod 600 FRESH-KUBECONFIG'
  return `openstack coe cluster config ${target.replace('workload/', '')} --dir FRESH-FOLDER`
}

/** Longer messages are cut at this many characters. An object's name has up to 253 characters, and a message may hold two names. */
const longest = 500

/** The message of a Kubernetes Status body, on one line; for plain text, the first line. Empty for HTML, an empty body, or JSON without a message. */
export function statusMessage(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    return typeof message === 'string' ? shortened(message.trim().replace(/\s+/g, ' ')) : ''
  } catch {
    return isWebPage(body) ? '' : (body.trim().split('\n')[0] ?? '').slice(0, 200)
  }
}

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}
