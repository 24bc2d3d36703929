import type { JsonObject } from '../json.ts'
import { conditionsOf } from './conditions.ts'
import { each } from './each.ts'
import { availability, type State } from './installed-words.ts'
import type { ListOf } from './list.ts'
import { metaOf, optionalTime } from './meta.ts'

export interface Deployment {
  readonly namespace: string
  readonly name: string
  readonly createdAt: Date
  /**
   * Good when the deployment asks for at least one replica, and enough replicas of its present version serve. Otherwise `saw` gives the reason:
   * `scaled to 0`, `1 of 2 updated: an older version still serves`.
   */
  readonly state: State
  /** `registry.k8s.io/capi-openstack/capi-openstack-controller:v0.14.4` */
  readonly images: readonly string[]
  /** `cluster-api-addon-provider-0.12.0`: the Helm chart that the deployment came from; absent when it came from none. */
  readonly chart?: string
}

export const deployments: ListOf<Deployment> = { path: '/apis/apps/v1/deployments', kind: 'DeploymentList', item: deploymentOf }

function deploymentOf(object: JsonObject): Deployment {
  const { namespace, name, createdAt, labels } = metaOf(object)
  const chart = labels.get('helm.sh/chart')
  return {
    namespace,
    name,
    createdAt,
    get state() {
      return stateOf(object)
    },
    images: each(object.object('spec').object('template').object('spec'), 'containers', 'required').map((one) => one.text('image')),
    ...(chart === undefined ? {} : { chart }),
  }
}

/**
 * The condition Available alone is not enough. It is also True when the deployment is scaled to 0, and when an old version still serves
 * because the new one does not start.
 */
function stateOf(object: JsonObject): State {
  const [spec, status, metadata] = [object.object('spec'), object.object('status'), object.object('metadata')]
  const wanted = spec.own('replicas') === undefined ? 1 : spec.integer('replicas')
  if (optionalTime(metadata, 'deletionTimestamp') !== undefined) return bad('it is being deleted')
  if (wanted === 0) return bad('scaled to 0')
  const state = availability(conditionsOf(status))
  if (state.is !== 'good') return state
  const count = (key: string) => (status.own(key) === undefined ? 0 : status.integer(key))
  if (count('observedGeneration') < metadata.integer('generation'))
    return bad('its controller has not yet seen the last change of its spec')
  if (count('updatedReplicas') < wanted) return bad(`${count('updatedReplicas')} of ${wanted} updated: an older version still serves`)
  if (count('unavailableReplicas') > 0)
    return bad(
      `${count('unavailableReplicas')} of ${Math.max(count('replicas'), wanted)} replicas are unavailable: the roll-out has not ended`,
    )
  return count('availableReplicas') < wanted ? bad(`${count('availableReplicas')} of ${wanted} replicas are available`) : state
}

function bad(saw: string): State {
  return { saw, is: 'bad' }
}
