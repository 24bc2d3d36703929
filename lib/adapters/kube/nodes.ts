import type { JsonObject } from '../json.ts'
import { conditionsOf, isTrue, sentenceOf } from './conditions.ts'
import { each } from './each.ts'
import type { ListOf } from './list.ts'
import { metaOf } from './meta.ts'

export interface KubeNode {
  readonly name: string
  readonly createdAt: Date
  readonly isReady: boolean
  /** `Ready is False: KubeletNotReady: …`; absent when it is ready. */
  readonly why?: string
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
    ...(isReady ? {} : { why: sentenceOf(conditions, 'Ready') }),
    taints: each(object.object('spec'), 'taints').map((taint) => taint.text('key')),
  }
}
