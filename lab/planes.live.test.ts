import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planesFaultsOf } from './faults/planes.ts'
import { gatesRun, notPassed, onLab } from './gates-run.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from './index.ts'
import { clusterMachines } from './openstack/seed/machines.ts'
import { state } from './state.ts'

const wasUp = isUp()
beforeAll(() => labUp({ openstack: true }), 600_000)
afterAll(async () => {
  if (!wasUp) await labDown()
})

/** What asks juju and OpenStack both, or lays several planes side by side. */
const gates = ['octavia-resources-configured', 'amphora-image-tag-equal', 'reserved-memory-effective', 'no-zombie-amphorae', 'planes-agree']
const run = () => gatesRun([...gates.flatMap((gate) => ['--gate', gate]), ...onLab])

const { worker } = clusterMachines
/** Each fault, the gates it must turn, and words that must be said. Every other gate stays green. */
const expected: readonly (readonly [fault: string, turns: Readonly<Record<string, string>>, says: readonly string[]])[] = [
  [
    'configure-resources-failed',
    { 'octavia-resources-configured': 'fail' },
    ['operation 14 is failed: action must be run on the leader unit.'],
  ],
  ['amphora-tag-differs', { 'amphora-image-tag-equal': 'fail' }, ['stamps no tag at all, while octavia looks for octavia-amphora']],
  ['amphora-image-untagged', { 'amphora-image-tag-equal': 'fail' }, ['no active image carries this tag']],
  ['reserved-host-memory-512', { 'reserved-memory-effective': 'fail' }, ['nova-compute', 'keeps 512 MB, wanted 8192']],
  ['reserved-memory-512', { 'reserved-memory-effective': 'fail' }, ['machine-0', 'keeps 512 MB, wanted 8192']],
  ['machine-without-server', { 'planes-agree': 'warn' }, [`${worker}`, 'is Running, and nova has no server']],
  [
    'balancer-of-deleted-cluster',
    { 'planes-agree': 'warn' },
    ['gone-k3j8s0a1b2c3-kubeapi', 'Cluster API has no OpenStackCluster gone-k3j8s0a1b2c3'],
  ],
  [
    'hypervisor-unknown-to-juju',
    { 'planes-agree': 'warn' },
    ['nova hypervisor machine-1', 'Juju has no nova-compute unit on a machine machine-1'],
  ],
  ['amphora-without-server', { 'planes-agree': 'warn', 'no-zombie-amphorae': 'warn' }, ['and nova has no server']],
  ['server-without-amphora', { 'planes-agree': 'warn', 'no-zombie-amphorae': 'warn' }, ['Octavia has no amphora of that name']],
]

test('the planes agree, and every plane is looked at', async () => {
  const { result } = await run()
  expect(notPassed(result), JSON.stringify(result.gates)).toEqual({})
  const claims = result.gates.find(({ id }) => id === 'planes-agree')?.claims ?? []
  expect(claims.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
})

describe('each fault turns exactly its gates, and its end turns them green again', () => {
  test.each(expected)(
    '%s',
    async (fault, turns, says) => {
      await applyFault(fault)
      const { result } = await run().finally(() => undoFault(fault))
      const told = JSON.stringify(result.gates)
      expect({ turned: notPassed(result), unsaid: says.filter((words) => !told.includes(words)) }, told).toEqual({
        turned: turns,
        unsaid: [],
      })
      expect(notPassed((await run()).result)).toEqual({})
    },
    600_000,
  )
})

test('every fault of the planes is tried', () => {
  const tried = new Set(expected.map(([name]) => name))
  expect(Object.keys(planesFaultsOf(state('openstack'))).filter((name) => !tried.has(name))).toEqual([])
})
