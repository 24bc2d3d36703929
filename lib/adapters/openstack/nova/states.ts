import { vocabulary } from '../../heard.ts'

/** What a server is doing, as the API puts vm_state and task_state together. A resize that waits for somebody to confirm it goes on running. */
export const serverStatus = vocabulary({
  field: 'nova server: status',
  source: 'nova/api/openstack/common.py _STATE_MAP; UNKNOWN: nova/objects/fields.py, the cell does not answer',
  good: ['ACTIVE'],
  waiting: ['BUILD', 'REBOOT', 'HARD_REBOOT', 'REBUILD', 'PASSWORD', 'MIGRATING', 'RESIZE', 'VERIFY_RESIZE', 'REVERT_RESIZE'],
  bad: ['SHUTOFF', 'ERROR', 'PAUSED', 'SUSPENDED', 'RESCUE', 'SHELVED', 'SHELVED_OFFLOADED', 'SOFT_DELETED', 'DELETED', 'UNKNOWN'],
  places: [{ asked: 'compute GET /servers', key: 'status' }],
})

/** Whether the hypervisor runs it. The API writes numbers, so no word of a recording stands for one. */
export const powerState = vocabulary({
  field: 'nova server: power state',
  source: 'nova/objects/fields.py InstancePowerState',
  good: ['running'],
  waiting: ['pending'],
  bad: ['paused', 'shutdown', 'crashed', 'suspended'],
  places: [],
})

const powerNumbers = ['pending', 'running', undefined, 'paused', 'shutdown', undefined, 'crashed', 'suspended'] as const

/** `4` → `shutdown`. A number that nova does not have stays one. */
export function powerWord(state: number): string {
  return powerNumbers[state] ?? String(state)
}

/** Whether a host's nova-compute reports. */
export const hypervisorState = vocabulary({
  field: 'nova hypervisor: state',
  source: 'nova/api/openstack/compute/hypervisors.py',
  good: ['up'],
  waiting: [],
  bad: ['down'],
  places: [{ asked: 'compute GET /os-hypervisors', key: 'state' }],
})

/** Whether the scheduler may use a host. */
export const hypervisorStatus = vocabulary({
  field: 'nova hypervisor: status',
  source: 'nova/api/openstack/compute/hypervisors.py',
  good: ['enabled'],
  waiting: [],
  bad: ['disabled'],
  places: [{ asked: 'compute GET /os-hypervisors', key: 'status' }],
})
