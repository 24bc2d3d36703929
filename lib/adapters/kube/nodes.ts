import type { JsonObject } from '../json.ts'
import { conditionsOf, isTrue, sentenceOf } from './conditions.ts'
import { each } from './each.ts'
import type { ListOf } from './list.ts'
import { metaOf, optionalTime } from './meta.ts'
import { type NodeState, nodeStates, problemsIn } from './node-words.ts'

export interface KubeNode {
  readonly name: string
  readonly createdAt: Date
  readonly isReady: boolean
  /** `Ready is False: KubeletNotReady: …`; absent when the node is ready. */
  readonly why?: string
  /** The condition Ready and the pressures: True is good for Ready, False for a pressure. */
  readonly states: readonly NodeState[]
  /** What a node problem detector reports of the node: `ReadonlyFilesystem is True: FilesystemIsReadOnly`. */
  readonly problems: readonly string[]
  /** When its kubelet last reported the node's conditions; absent where the API gives no time. A kubelet reports every five minutes or so. */
  readonly reportedAt?: Date
  /** Somebody has set it to take no new pods. */
  readonly isCordoned: boolean
  /** Keys of its taints: `node.cluster.x-k8s.io/uninitialized` */
  readonly taints: readonly string[]
}

export const nodes: ListOf<KubeNode> = { path: '/api/v1/nodes', kind: 'NodeList', item: nodeOf }

function nodeOf(object: JsonObject): KubeNode {
  const { name, createdAt } = metaOf(object)
  const conditions = conditionsOf(object.object('status'))
  const isReady = isTrue(conditions, 'Ready')
  const reportedAt = reportIn(object.object('status'))
  return {
    name,
    createdAt,
    isReady,
    get states() {
      return nodeStates(conditions)
    },
    problems: problemsIn(conditions),
    ...(reportedAt === undefined ? {} : { reportedAt }),
    isCordoned: object.object('spec').flag('unschedulable'),
    ...(isReady ? {} : { why: sentenceOf(conditions, 'Ready') }),
    taints: each(object.object('spec'), 'taints').map((taint) => taint.text('key')),
  }
}

function reportIn(status: JsonObject): Date | undefined {
  const ready = each(status, 'conditions').find((one) => one.optionalText('type') === 'Ready')
  return ready && optionalTime(ready, 'lastHeartbeatTime')
}
