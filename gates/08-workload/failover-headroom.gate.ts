/**
 * A failover builds the new amphora before it takes the old one away. It must fit on one host, with memory, processors and disk together: a sum
 * over hosts fits nobody. Capacity is Placement's, as the scheduler has it: the reservation goes off before the ratio comes on.
 */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  /** The flavour that amphorae are made with. */
  readonly flavor: string
  readonly concurrentFailovers: number
}

const test = gate<Want>('failover-headroom').extend('room', { scope: 'file' }, async ({ nova, want }) => {
  const size = (await nova.flavors()).find(({ name, id }) => name === want.flavor || id === want.flavor)
  return { size, hosts: size ? await nova.roomFor(size) : [] }
})

test.saw('nova has the amphorae’s flavour, and hypervisors', ({ room, want }) => {
  expect(room.size, `nova has no flavour ${want.flavor}`).toBeDefined()
  expect(room.hosts.length, 'nova lists no hypervisor').toBeGreaterThan(0)
})

test.saw('Placement tells what every hypervisor has', ({ room }) => {
  const untold = room.hosts
    .filter(({ untold }) => untold.length > 0)
    .map(({ name, untold }) => ({ at: name, saw: `Placement has no ${untold.join(', ')} of it` }))
  expect(untold, `of ${untold.length} of ${room.hosts.length} hypervisors not all is known`).toEqual([])
})

test('there is room for one amphora more for every failover at a time', ({ room, want }) => {
  const { hosts, size } = room
  const fit = hosts.reduce((sum, { times }) => sum + times, 0)
  const wants = `${size?.memoryMB} MB, ${size?.vcpus} vCPU and ${size?.diskGB} GB on one host`
  const findings = hosts.map(({ name, unused, times, limits }) => {
    const [tightest] = limits
    const full = tightest ? `${tightest.resource} ${tightest.used} of ${tightest.capacity} used` : 'nothing is known of it'
    return { at: name, saw: `${times} fit: ${unused ?? full}` }
  })
  const isJudged = size !== undefined && hosts.every(({ untold }) => untold.length === 0)
  expect(
    isJudged && fit < want.concurrentFailovers ? findings : [],
    `room for ${fit} amphorae, wanted ${want.concurrentFailovers} (${wants})`,
  ).toEqual([])
})
