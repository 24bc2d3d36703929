import { vocabulary } from '../../heard.ts'

/**
 * Whether a port is plugged in. N/A: Neutron made the port for itself, as for a floating IP, and nothing is ever plugged in there. A port of
 * `network:distributed` is DOWN for ever, so only ports that something should be plugged into are judged.
 */
export const portStatus = vocabulary({
  field: 'neutron port: status',
  source: 'neutron-lib neutron_lib/constants.py PORT_STATUS_ACTIVE to PORT_STATUS_NOTAPPLICABLE',
  good: ['ACTIVE'],
  waiting: ['BUILD'],
  bad: ['DOWN', 'ERROR', 'N/A'],
  // charm-octavia sets this device_owner on the ports of its health managers (api_crud.py)
  places: [{ asked: 'network GET /v2.0/ports', key: 'status', beside: ['device_owner', ['neutron:LOADBALANCERV2']] }],
})
