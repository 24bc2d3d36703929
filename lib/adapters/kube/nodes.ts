import type { JsonObject } from '../json.ts'
import { conditionsOf, isTrue, sentenceOf } from './conditions.ts'
import { each } from './each.ts'
import type { ListOf } from './list.ts'
import { metaOf } from './meta.ts'
import { type NodeState, nodeStates } from './node-words.ts'

export interface KubeNode {
  readonly name: string
  readonly createdAt: Date
  readonly isReady: boolean
  /** `Ready is False: KubeletNotReady: …`; absent when the node is ready. */
  readonly why?: string
  /** The condition Ready and the pressures: True is good for Ready, False for a pressure. */
  readonly states: readonly NodeState[]
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
  return {
    name,
    createdAt,
    isReady,
    get states() {
      return nodeStates(conditions)
    },
    isCordoned: object.object('spec').flag('unschedulable'),
    ...(isReady ? {} : { why: sentenceOf(conditions, 'Ready') }),
    taints: each(object.object('spec'), 'taints').map((taint) => taint.text('key')),
  }
}
