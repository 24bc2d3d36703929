import type { Heard } from '../../heard.ts'
import type { Resource } from '../resource.ts'
import { timeIn, timeOrNull } from '../time.ts'
import { operatingStatus, provisioningStatus } from './states.ts'

export interface LoadBalancer {
  readonly id: string
  /** May be empty. */
  readonly name: string
  readonly projectId: string
  /** Whether Octavia could do what was last asked: `ACTIVE`, `PENDING_UPDATE`, `ERROR` … */
  readonly provisioning: Heard
  /** What its health checks say: `ONLINE`, `OFFLINE`, `DEGRADED`, `ERROR`, `NO_MONITOR` … */
  readonly operating: Heard
  /** When it was last touched. */
  readonly changed: Date
}

/** Octavia's load balancers, of all projects for an admin. */
export const loadBalancers: Resource<LoadBalancer> = {
  service: 'load-balancer',
  path: '/v2/lbaas/loadbalancers',
  key: 'loadbalancers',
  row: (record) => ({
    id: record.text('id'),
    name: record.text('name'),
    projectId: record.text('project_id'),
    provisioning: provisioningStatus.hear(record.text('provisioning_status')),
    operating: operatingStatus.hear(record.text('operating_status')),
    changed: timeOrNull(record, 'updated_at') ?? timeIn(record, 'created_at'),
  }),
}
