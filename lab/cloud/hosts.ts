import { hostPid, startHost, stopHost } from '../host/host.ts'
import { addMachine } from '../host/machine.ts'
import { namespaceMates } from '../host/process.ts'
import { addMgmtNode } from '../services/capi/node.ts'
import { addLibvirt } from '../services/libvirt/host.ts'
import { type Host, hosts, hypervisor, machines, mgmtNode, runsHaproxy, units } from './table.ts'
import { addUnit } from './unit.ts'

/** Starts every host of the lab that is not running, and restarts each one in which a program has ended. */
export async function startHosts(): Promise<void> {
  await Promise.all(hosts.filter(lacksProgram).map(stopHost))
  for (const unit of units) startHost(unit, (layer) => addUnit(layer, unit))
  for (const machine of machines) startHost(machine, (layer) => addMachine(layer, machine))
  startHost(hypervisor, addLibvirt)
  startHost(mgmtNode, addMgmtNode)
}

/**
 * Whether the host runs, but one of its programs does not. Inside a host, only systemd, where there is one, restarts a program that was killed;
 * nothing there restarts a program that was stopped.
 */
function lacksProgram(one: Host): boolean {
  const init = hostPid(one)
  if (init === undefined) return false
  const running = new Set(namespaceMates(init).map(({ name }) => name))
  return programsOf(one).some((name) => !running.has(name))
}

function programsOf(one: Host): readonly string[] {
  const unit = units.find(({ name }) => name === one.name)
  return ['sshd', ...(unit && runsHaproxy(unit) ? ['haproxy'] : []), ...(one === hypervisor ? ['libvirtd'] : [])]
}
