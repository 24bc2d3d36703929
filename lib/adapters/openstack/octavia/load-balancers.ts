import type { Heard } from '../../heard.ts'
import type { JsonObject } from '../../json.ts'
import { records, textOrNull } from '../records.ts'
import type { Resource } from '../resource.ts'
import { timeIn, timeOrNull } from '../time.ts'
import { isSilent, makesAmphorae, operatingStatus, provisioningStatus, servesInPart } from './states.ts'

export interface LoadBalancer {
  readonly id: string
  /** May be empty. */
  readonly name: string
  readonly projectId: string
  /** `amphora`, `ovn` … Absent where Octavia does not say: then the provider is Octavia's default, amphora. */
  readonly provider?: string
  /** False: somebody switched it off. */
  readonly isEnabled: boolean
  /**
   * Whether Octavia could do what was last asked: `ACTIVE`, `PENDING_UPDATE`, `ERROR` … A getter: each read judges the status. Do not spread the
   * object, because a spread reads every field.
   */
  readonly provisioning: Heard
  /**
   * The result of the load balancer's health checks: `ONLINE`, `OFFLINE`, `DEGRADED`, `ERROR`, `NO_MONITOR` … A getter, as `provisioning` is: do not
   * spread the object.
   */
  readonly operating: Heard
  /** True: some members of the load balancer fail their health checks, and it serves with the others. */
  readonly servesInPart: boolean
  /** No heartbeat of one of its amphorae has reached a health manager yet, or the load balancer is switched off. */
  readonly isSilent: boolean
  /** The ids of its listeners and pools. */
  readonly parts: readonly string[]
  readonly created: Date
  /** When it was last touched. */
  readonly changed: Date
}

/** Octavia's load balancers. An admin sees those of all projects. */
export const loadBalancers: Resource<LoadBalancer> = {
  service: 'load-balancer',
  path: '/v2/lbaas/loadbalancers',
  key: 'loadbalancers',
  row: (record) => {
    const [provisioning, operating] = [record.text('provisioning_status'), record.text('operating_status')]
    const provider = textOrNull(record, 'provider')
    const created = timeIn(record, 'created_at')
    return {
      id: record.text('id'),
      name: record.text('name'),
      projectId: record.text('project_id'),
      ...(provider === undefined ? {} : { provider }),
      isEnabled: record.own('admin_state_up') === undefined || record.flag('admin_state_up'),
      get provisioning() {
        return provisioningStatus.hear(provisioning)
      },
      get operating() {
        return operatingStatus.hear(operating)
      },
      servesInPart: servesInPart(operating),
      isSilent: makesAmphorae(provider) && isSilent(operating),
      parts: [...idsIn(record, 'listeners'), ...idsIn(record, 'pools')],
      created,
      changed: timeOrNull(record, 'updated_at') ?? created,
    }
  },
}

/** Empty where Octavia does not say. */
function idsIn(record: JsonObject, key: string): readonly string[] {
  return record.own(key) === undefined ? [] : records(record, key).map((one) => one.text('id'))
}
