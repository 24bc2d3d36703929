import { type Unit, unit, vips } from '../../cloud/table.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { runIn, writeInside } from '../../host/inside.ts'
import { cib, cibFile, hostnameOf } from './cluster.ts'

const [holder, other, alone, silent] = [unit('glance/0'), unit('glance/1'), unit('octavia/0'), unit('keystone/1')]
const [, metalVip = ''] = vips(holder.app)
const [lonelyVip = ''] = vips(alone.app)

/** Faults of hacluster. They change only what the gates see: the CIB and the network namespace. The VIPs that are really served do not move. */
export const clusterFaults: Faults = {
  'vip-held-twice': fault(
    other.name,
    `both units of ${holder.app.name} hold its VIP ${metalVip}`,
    () => address('add', other, metalVip, 'eth0'),
    () => address('del', other, metalVip, 'eth0'),
  ),
  'vip-held-by-none': fault(
    alone.name,
    `no unit of ${alone.app.name} holds its VIP ${lonelyVip}`,
    () => address('del', alone, lonelyVip, 'eth1'),
    () => address('add', alone, lonelyVip, 'eth1'),
  ),
  'vip-link-down': fault(
    alone.name,
    `the interface with the VIP ${lonelyVip} is set down on ${alone.name}`,
    () => link('down', alone, 'eth1'),
    () => link('up', alone, 'eth1'),
  ),
  'cluster-node-offline': fault(
    holder.name,
    `${holder.name} has lost sight of ${other.name}`,
    async () => writeInside(holder, cibFile, cib(holder, [hostnameOf(other.machine)])),
    async () => writeInside(holder, cibFile, cib(holder)),
  ),
  'cluster-node-left-over': fault(
    holder.name,
    `the cluster of ${holder.app.name} still has a node whose container is gone`,
    async () => writeInside(holder, cibFile, cib(holder, ['juju-lab-9-lxd-9'])),
    async () => writeInside(holder, cibFile, cib(holder)),
  ),
  'pacemaker-unreadable': fault(
    silent.name,
    'crm_mon finds no cluster',
    async () => writeInside(silent, cibFile, 'no cib\n'),
    async () => writeInside(silent, cibFile, cib(silent)),
  ),
}

function fault(on: string, does: string, apply: () => Promise<void>, undo: () => Promise<void>): Fault {
  return { on, does, apply, undo }
}

function address(verb: 'add' | 'del', on: Unit, vip: string, card: string): Promise<void> {
  return ip(on, ['address', verb, `${vip}/32`, 'dev', card])
}

function link(state: 'up' | 'down', on: Unit, card: string): Promise<void> {
  return ip(on, ['link', 'set', card, state])
}

async function ip(on: Unit, args: readonly string[]): Promise<void> {
  await runIn(on, ['nsenter', '--net=/run/lab-net', '/sbin/ip', ...args])
}
