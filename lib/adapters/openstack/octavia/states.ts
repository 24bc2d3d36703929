import { vocabulary } from '../../heard.ts'

const asked = '/lbaas/loadbalancers'

/** Whether Octavia carried out the last change that it was asked for. */
export const provisioningStatus = vocabulary({
  field: 'octavia load balancer: provisioning status',
  source: 'octavia/common/constants.py SUPPORTED_PROVISIONING_STATUSES',
  good: ['ACTIVE'],
  waiting: ['PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE'],
  bad: ['ERROR', 'DELETED'],
  places: [{ asked, key: 'provisioning_status' }],
})

/** Whether Octavia carried out the last change of a listener or pool that it was asked for. */
export const partProvisioning = vocabulary({
  field: 'octavia listener or pool: provisioning status',
  source: 'octavia/common/constants.py SUPPORTED_PROVISIONING_STATUSES',
  good: ['ACTIVE'],
  waiting: ['PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE'],
  bad: ['ERROR', 'DELETED'],
  places: [{ asked: /\/lbaas\/(?:listeners|pools)/, key: 'provisioning_status' }],
})

/**
 * A listener is in ERROR when the heartbeats of its amphorae do not name it; its load balancer stays ONLINE (health/heartbeat_udp.py). The OVN driver
 * sets a listener to ERROR when all members of one of the listener's pools are down (ovn_octavia_provider/helper.py).
 */
export function isDeaf(listenerOperating: string): boolean {
  return listenerOperating === 'ERROR'
}

/** A pool is in ERROR when haproxy has no server left for it (health/heartbeat_udp.py, _process_pool_status). */
export function isDead(poolOperating: string): boolean {
  return poolOperating === 'ERROR'
}

/**
 * What the health checks show: whether the load balancer serves. NO_MONITOR: it has no health checks. DRAINING: all its members are being taken out
 * of service.
 */
export const operatingStatus = vocabulary({
  field: 'octavia load balancer: operating status',
  source: 'octavia_lib/common/constants.py SUPPORTED_OPERATING_STATUSES',
  good: ['ONLINE', 'NO_MONITOR'],
  waiting: ['DRAINING'],
  bad: ['OFFLINE', 'DEGRADED', 'ERROR'],
  places: [{ asked, key: 'operating_status' }],
})

/** DEGRADED is bad, but the load balancer still serves: only some of its members fail. */
export function servesInPart(operating: string): boolean {
  return operating === 'DEGRADED'
}

/**
 * The first heartbeat of an amphora changes the load balancer's status from OFFLINE to another, whatever its members do
 * (octavia/amphorae/drivers/health/heartbeat_udp.py). After that, only a load balancer that is switched off is OFFLINE.
 */
export function isSilent(operating: string): boolean {
  return operating === 'OFFLINE'
}

/**
 * Octavia's view of one amphora. A row stays ALLOCATED even when its server is gone, and a failover that found no room leaves FAILOVER_STOPPED or
 * ERROR behind.
 */
export const amphoraStatus = vocabulary({
  field: 'octavia amphora: status',
  source: 'octavia/common/constants.py SUPPORTED_AMPHORA_STATUSES, octavia_lib/common/constants.py AMPHORA_FAILOVER_STOPPED',
  good: ['ALLOCATED', 'READY'],
  waiting: ['BOOTING', 'PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE'],
  bad: ['ERROR', 'FAILOVER_STOPPED', 'DELETED'],
  places: [{ asked: '/octavia/amphorae', key: 'status' }],
})

/** When Octavia has deleted an amphora, it keeps the row for a while (house_keeping amphora_expiry_age). */
export function isForgotten(amphora: string): boolean {
  return amphora === 'DELETED'
}

/** The amphora belongs to a load balancer. A spare amphora belongs to none yet; its status is READY. */
export function isAllocated(amphora: string): boolean {
  return amphora === 'ALLOCATED'
}

/** Whether a provider driver makes amphorae. OVN does not: it balances on the hypervisors themselves. All other drivers are assumed to make them. */
export function makesAmphorae(provider: string | undefined): boolean {
  return provider !== 'ovn'
}
