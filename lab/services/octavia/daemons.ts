import { readFileSync, statSync } from 'node:fs'
import type { Unit } from '../../cloud/table.ts'
import type { Layer } from '../../host/layer.ts'
import { state } from '../../host/state.ts'
import { addSystemd } from '../../host/systemd.ts'
import { makeTables } from '../tables.ts'
import { octaviaCertificates } from './certificates.ts'

/** The daemons that charm-octavia installs beside the API. The driver agent for OVN is left out. */
export const octaviaDaemons = ['octavia-worker', 'octavia-health-manager', 'octavia-housekeeping']

const database = state('octavia.sqlite')
const databaseInside = '/var/lib/octavia/octavia.sqlite'

/**
 * Debian's Octavia daemons under systemd. They have their own database and message bus, so they have no contact with the Octavia worker of the
 * lab's cloud, which runs outside the units.
 */
export function addOctaviaDaemons(layer: Layer, unit: Unit): void {
  addSystemd(layer, unit.host, ['ssh', 'haproxy', ...octaviaDaemons])
  const owner = statSync('/etc/octavia')
  layer.folder('/etc/octavia', { owner, mode: 0o750 })
  layer.file('/etc/octavia/octavia.conf', config(unit), { owner, mode: 0o640 })
  for (const [path, text] of Object.entries(octaviaCertificates())) layer.file(path, text, { owner, mode: 0o640 })
  layer.folder('/var/lib/octavia', { owner: { uid: owner.uid, gid: owner.gid } })
  layer.file(databaseInside, readFileSync(database), { owner, mode: 0o600 })
}

/** The daemons' own database, without a row. */
export function makeDaemonsDatabase(): Promise<void> {
  return makeTables(database, 'octavia.db.models', 'octavia.db.base_models.BASE')
}

function config({ metal }: Unit): string {
  return `[DEFAULT]
transport_url = fake:/
[database]
connection = sqlite:///${databaseInside}
[controller_worker]
workers = 1
amphora_driver = amphora_noop_driver
compute_driver = compute_noop_driver
network_driver = network_noop_driver
[health_manager]
bind_ip = ${metal}
heartbeat_key = lab
[oslo_messaging]
topic = octavia_prov
`
}
