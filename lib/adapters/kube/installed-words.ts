import { type Sense, vocabulary } from '../heard.ts'
import { type Condition, sentence } from './conditions.ts'

/** The state that an object reports, judged by what its field means. */
export interface State {
  /** `Available is False: MinimumReplicasUnavailable` */
  readonly saw: string
  readonly is: Sense
}

const available = vocabulary({
  field: 'kubernetes deployment: Available',
  source: 'kubernetes staging/src/k8s.io/api/apps/v1/types.go DeploymentAvailable, core/v1/types.go ConditionStatus',
  good: ['True'],
  waiting: ['Unknown'],
  bad: ['False'],
  places: [{ asked: 'GET /apis/apps/v1/deployments', key: 'status', under: ['conditions'], beside: ['type', ['Available']] }],
})

const established = vocabulary({
  field: 'kubernetes CRD: Established',
  source: 'kubernetes staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/types.go Established, ConditionStatus',
  good: ['True'],
  waiting: ['Unknown'],
  bad: ['False'],
  places: [{ asked: '/customresourcedefinitions/', key: 'status', under: ['conditions'], beside: ['type', ['Established']] }],
})

export function availability(conditions: readonly Condition[]): State {
  return heardOf(conditions, 'Available', available.hear)
}

export function establishment(conditions: readonly Condition[]): State {
  return heardOf(conditions, 'Established', established.hear)
}

/** The state of one condition. A condition that is not listed counts as bad, because no controller has reported it yet. */
function heardOf(conditions: readonly Condition[], type: string, hear: (word: string) => { readonly is: Sense }): State {
  const one = conditions.find((condition) => condition.type === type)
  return one ? { saw: sentence(one), is: hear(one.status).is } : { saw: `${type} is not reported`, is: 'bad' }
}
