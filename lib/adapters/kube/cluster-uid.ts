import type { Ask } from '../../transport/ask.ts'
import { uuid } from '../../transport/names.ts'
import type { Target } from '../../transport/question.ts'
import { NotUnderstood, understood } from '../command.ts'
import { get, readObject } from './read-object.ts'

const path = '/api/v1/namespaces/kube-system'

/**
 * `5c1f…`, the UID of the namespace kube-system. Kubernetes has no id for a whole cluster, but this namespace is made once, together with the
 * cluster.
 */
export async function clusterUid(ask: Ask, on: Target): Promise<string> {
  const asked = `GET ${path}`
  const namespace = readObject(await get(ask, on, path), asked, on.name)
  return understood(asked, () => {
    const metadata = namespace.object('metadata')
    if (metadata.text('name') !== 'kube-system') throw new NotUnderstood(`is about ${JSON.stringify(metadata.text('name'))}`)
    return uuid.checked(metadata.text('uid'), asked)
  })
}
