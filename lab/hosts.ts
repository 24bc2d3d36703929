import { addMgmtNode } from './capi/node.ts'
import { startHost } from './host.ts'
import { addLibvirt } from './libvirt/host.ts'
import { addMachine } from './machine.ts'
import { hypervisor, machines, mgmtNode, units } from './table.ts'
import { addUnit } from './unit.ts'

/** Starts every host of the lab that does not run. */
export function startHosts(): void {
  for (const unit of units) startHost(unit, (layer) => addUnit(layer, unit))
  for (const machine of machines) startHost(machine, (layer) => addMachine(layer, machine))
  startHost(hypervisor, addLibvirt)
  startHost(mgmtNode, addMgmtNode)
}
