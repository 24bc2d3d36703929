import { startScript } from '../host/host.ts'
import type { Layer } from '../host/layer.ts'
import { addSystemd } from '../host/systemd.ts'
import { addCluster } from '../services/hacluster/cluster.ts'
import { haproxyConfig } from '../services/haproxy/config.ts'
import { startHaproxy } from '../services/haproxy/process.ts'
import { addConductor } from '../services/magnum/magnum.ts'
import { addOctaviaDaemons } from '../services/octavia/daemons.ts'
import { addVault } from '../services/vault/stand-in.ts'
import { runsHaproxy, type Unit } from './table.ts'

/** Adds to a unit what its charm would install: haproxy together with Pacemaker's state and tools; Magnum's conductor; vault; Octavia's daemons. */
export function addUnit(layer: Layer, unit: Unit): void {
  if (runsHaproxy(unit)) {
    layer.file('/etc/haproxy/haproxy.cfg', haproxyConfig(unit))
    addCluster(layer, unit)
    if (unit.boots === 'plain') layer.file(startScript, `${startHaproxy.join(' ')}\n`)
  }
  if (unit.app.name === 'magnum') {
    addSystemd(layer, unit.host, ['ssh', 'haproxy', 'magnum-conductor'])
    addConductor(layer)
  }
  if (unit.app.name === 'vault') addVault(layer)
  if (unit.app.name === 'octavia') addOctaviaDaemons(layer, unit)
}
