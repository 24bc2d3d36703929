import type { JsonObject } from '../json.ts'
import { conditionsOf, isTrue, sentenceOf } from './conditions.ts'
import { each } from './each.ts'
import type { ListOf } from './list.ts'
import { metaOf } from './meta.ts'

export interface Deployment {
  readonly namespace: string
  readonly name: string
  readonly createdAt: Date
  /** Enough replicas of what it now asks for serve, and it asks for at least one. */
  readonly isAvailable: boolean
  /** What is amiss: `Available is False: MinimumReplicasUnavailable: …`, `scaled to 0`, `1 of 2 updated`; absent when it is available. */
  readonly why?: string
  /** `registry.k8s.io/capi-openstack/capi-openstack-controller:v0.14.4` */
  readonly images: readonly string[]
  /** `cluster-api-addon-provider-0.12.0`: the Helm chart it came from; absent when it came from none. */
  readonly chart?: string
}

export const deployments: ListOf<Deployment> = { path: '/apis/apps/v1/deployments', kind: 'DeploymentList', item: deploymentOf }

function deploymentOf(object: JsonObject): Deployment {
  const { namespace, name, createdAt, labels } = metaOf(object)
  const why = whyNotAvailable(object)
  const chart = labels.get('helm.sh/chart')
  return {
    namespace,
    name,
    createdAt,
    isAvailable: why === undefined,
    ...(why === undefined ? {} : { why }),
    images: each(object.object('spec').object('template').object('spec'), 'containers', 'required').map((one) => one.text('image')),
    ...(chart === undefined ? {} : { chart }),
  }
}

/** Available alone is not enough: it is True of a deployment scaled to nothing, and while an old version serves because the new one does not start. */
function whyNotAvailable(object: JsonObject): string | undefined {
  const [spec, status, metadata] = [object.object('spec'), object.object('status'), object.object('metadata')]
  const wanted = spec.own('replicas') === undefined ? 1 : spec.integer('replicas')
  if (wanted === 0) return 'scaled to 0'
  const conditions = conditionsOf(status)
  if (!isTrue(conditions, 'Available')) return sentenceOf(conditions, 'Available')
  const count = (key: string) => (status.own(key) === undefined ? 0 : status.integer(key))
  if (count('observedGeneration') < metadata.integer('generation')) return 'its last change has not been taken up yet'
  if (count('updatedReplicas') < wanted) return `${count('updatedReplicas')} of ${wanted} updated: an older version still serves`
  if (count('unavailableReplicas') > 0)
    return `${count('unavailableReplicas')} of ${Math.max(count('replicas'), wanted)} replicas are unavailable: the roll-out has not ended`
  return count('availableReplicas') < wanted ? `${count('availableReplicas')} of ${wanted} replicas are available` : undefined
}
