import { vocabulary } from '../../heard.ts'

const asked = '/servers/detail'

/**
 * The status of the management cluster's server. Every stopped state is listed as bad. Whether the site file declares the cluster parked is checked
 * by the gate that uses this list.
 */
export const mgmtServerStatus = vocabulary({
  field: 'nova: status of the management server',
  source: 'nova/api/openstack/common.py _STATE_MAP',
  good: ['ACTIVE'],
  waiting: ['BUILD', 'REBUILD', 'REBOOT', 'HARD_REBOOT', 'MIGRATING', 'PASSWORD', 'RESIZE', 'REVERT_RESIZE', 'VERIFY_RESIZE'],
  bad: ['SHUTOFF', 'SUSPENDED', 'PAUSED', 'SHELVED', 'SHELVED_OFFLOADED', 'RESCUE', 'ERROR', 'DELETED', 'SOFT_DELETED', 'UNKNOWN'],
  places: [{ asked, key: 'status', beside: ['name', ['capi-mgmt-v2']] }],
})
