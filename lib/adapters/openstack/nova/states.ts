import { vocabulary } from '../../heard.ts'

/** A server's status, which the API combines from vm_state and task_state. A server whose resize waits for a confirmation goes on running. */
export const serverStatus = vocabulary({
  field: 'nova server: status',
  source: 'nova/api/openstack/common.py _STATE_MAP; for UNKNOWN (the cell does not answer), nova/objects/fields.py',
  good: ['ACTIVE'],
  waiting: ['BUILD', 'REBOOT', 'HARD_REBOOT', 'REBUILD', 'PASSWORD', 'MIGRATING', 'RESIZE', 'VERIFY_RESIZE', 'REVERT_RESIZE'],
  bad: ['SHUTOFF', 'ERROR', 'PAUSED', 'SUSPENDED', 'RESCUE', 'SHELVED', 'SHELVED_OFFLOADED', 'SOFT_DELETED', 'DELETED', 'UNKNOWN'],
  places: [{ asked: 'compute GET /servers', key: 'status' }],
})

/** The state as nova itself keeps it. The API combines it with the task under way. The API's status is ACTIVE only when this state is `active`. */
export const serverVmState = vocabulary({
  field: 'nova server: vm_state',
  source: 'nova/objects/fields.py InstanceState (nova/compute/vm_states.py)',
  good: ['active'],
  waiting: ['building', 'resized'],
  bad: ['paused', 'suspended', 'stopped', 'rescued', 'soft-delete', 'deleted', 'error', 'shelved', 'shelved_offloaded'],
  places: [{ asked: 'compute GET /servers', key: 'OS-EXT-STS:vm_state', beside: ['name', ['capi-mgmt-v2']] }],
})

/** The task that nova is doing with a server. A server without a task has no value in this field, so the list `good` is empty. */
export const serverTask = vocabulary({
  field: 'nova server: task state',
  source: 'nova/compute/task_states.py',
  good: [],
  waiting: [
    'scheduling',
    'block_device_mapping',
    'networking',
    'spawning',
    'image_snapshot',
    'image_snapshot_pending',
    'image_pending_upload',
    'image_uploading',
    'image_backup',
    'updating_password',
    'resize_prep',
    'resize_migrating',
    'resize_migrated',
    'resize_finish',
    'resize_reverting',
    'resize_confirming',
    'rebooting',
    'reboot_pending',
    'reboot_started',
    'rebooting_hard',
    'reboot_pending_hard',
    'reboot_started_hard',
    'pausing',
    'unpausing',
    'suspending',
    'resuming',
    'powering-off',
    'powering-on',
    'rescuing',
    'unrescuing',
    'rebuilding',
    'rebuild_block_device_mapping',
    'rebuild_spawning',
    'migrating',
    'deleting',
    'soft-deleting',
    'restoring',
    'shelving',
    'shelving_image_pending_upload',
    'shelving_image_uploading',
    'shelving_offloading',
    'unshelving',
  ],
  bad: [],
  places: [],
})

/** Whether the hypervisor runs the server. The API gives this state as a number, so recordings hold the number and not the words below. */
export const powerState = vocabulary({
  field: 'nova server: power state',
  source: 'nova/objects/fields.py InstancePowerState',
  good: ['running'],
  waiting: ['pending'],
  bad: ['paused', 'shutdown', 'crashed', 'suspended'],
  places: [],
})

const powerNumbers = ['pending', 'running', undefined, 'paused', 'shutdown', undefined, 'crashed', 'suspended'] as const

/** `4` → `shutdown`. A number for which nova defines no state stays a number: `2`. */
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
