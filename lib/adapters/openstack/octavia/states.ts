import { vocabulary } from '../../heard.ts'

const asked = '/lbaas/loadbalancers'

/** Whether Octavia could do what it was last asked to do. */
export const provisioningStatus = vocabulary({
  field: 'octavia load balancer: provisioning status',
  source: 'octavia/common/constants.py SUPPORTED_PROVISIONING_STATUSES',
  good: ['ACTIVE'],
  waiting: ['PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE'],
  bad: ['ERROR', 'DELETED'],
  places: [{ asked, key: 'provisioning_status' }],
})

/** Whether it serves, as its health checks see it. NO_MONITOR: nothing checks it. */
export const operatingStatus = vocabulary({
  field: 'octavia load balancer: operating status',
  source: 'octavia/common/constants.py SUPPORTED_OPERATING_STATUSES',
  good: ['ONLINE', 'NO_MONITOR'],
  waiting: ['DRAINING'],
  bad: ['OFFLINE', 'DEGRADED', 'ERROR'],
  places: [{ asked, key: 'operating_status' }],
})
