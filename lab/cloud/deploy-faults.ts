import { appendFileSync } from 'node:fs'
import type { Fault, Faults } from '../faults/fault.ts'
import { deployUp, linkStaging, lockCharms, setBundle, stagedImage, writeRunbook } from './deploy.ts'
import { setUnitState } from './juju.ts'
import { machines, staleVips, unit, vips } from './table.ts'

const moved = unit('glance/0').app
const [, metalVip] = vips(moved)
const [host] = machines
const blocked = unit('placement/0')

/** Faults in an operator's own files before a deploy, and in the files that a deploy can leave behind. */
export const deployFaults: Faults = {
  'bundle-vip-in-stale-block': fault(`the bundle gives ${moved.name} a VIP in the old block, from which the VIPs were moved away`, () =>
    setBundle({ [moved.name]: { vip: `${staleVips.from} ${metalVip}` } }),
  ),
  'bundle-vip-on-a-host': fault(`the bundle gives ${moved.name} the address of a machine as its metal VIP`, () =>
    setBundle({ [moved.name]: { vip: `${vips(moved)[0]} ${host?.metal}` } }),
  ),
  'bundle-reserved-memory-512': fault('the bundle reserves only the charm’s default of 512 MB on a compute host', () =>
    setBundle({ 'nova-compute': { 'reserved-host-memory': 512 } }),
  ),
  'charm-off-lock': fault('the lock names a different charm revision from the one that is deployed', () =>
    lockCharms({ [moved.name]: 99 }),
  ),
  'staging-in-tmp': fault('the staging folder is a link into a folder for temporary files', () => linkStaging()),
  'runbook-with-a-trap': fault('a page of the runbooks has a command that prints API keys', () => writeRunbook('maas list')),
  'staged-image-cut': fault('a staged image is not what its publisher published', () => appendFileSync(stagedImage, 'and more\n')),
  'unit-blocked': {
    on: blocked.name,
    does: 'a unit is blocked because a relation is missing',
    apply: async () => setUnitState(blocked, 'blocked', 'Missing relations: database'),
    undo: async () => setUnitState(blocked, 'active', 'Unit is ready'),
  },
}

function fault(does: string, apply: () => void): Fault {
  return { on: 'jumphost', does, apply: async () => apply(), undo: async () => deployUp() }
}
