import { unitsOf } from '../../../cloud/table.ts'
import type { Cloud } from '../cloud.ts'
import { sql } from '../database.ts'
import type { Rest } from '../rest.ts'

/**
 * Makes the ports that charm-octavia's configure-resources makes on the amphorae's network: one for each unit, on which the unit receives the
 * amphorae's heartbeats (api_crud.py).
 */
export async function seedHealthManagers(cloud: Cloud, rest: Rest, network: string): Promise<void> {
  const port = (members: object) => rest.must('neutron', 'POST', '/v2.0/ports', { port: { network_id: network, ...members } })
  for (const { host } of unitsOf('octavia'))
    await port({ name: `octavia-health-manager-${host}-listen-port`, device_owner: 'neutron:LOADBALANCERV2', admin_state_up: true })
  // OVN's own port for metadata: it is DOWN for as long as it exists
  await port({ device_owner: 'network:distributed', device_id: `ovnmeta-${network}` })
  // no agent plugs a port of the lab
  await sql(cloud, "update neutron.ports set status = 'ACTIVE' where name like 'octavia-health-manager-%'")
}
