import type { Api } from '../api.ts'
import { accepted, mergePatch } from './accepted.ts'
import { mgmtNodePath } from './node.ts'

/** Sets a taint on the node, so that the node takes no new pod. Removes all its taints when no key is given. */
export async function setTaint(api: Api, key: string | undefined): Promise<void> {
  const taints = key === undefined ? null : [{ key, effect: 'NoSchedule' }]
  await accepted(api, 'PATCH', mgmtNodePath, { spec: { taints } }, [200], mergePatch)
}
