import { describe, expect, test } from 'vitest'
import type { Inventory } from '../placement/placement.ts'
import { type ComputeHost, hostsWith, roomOn } from './hosts.ts'
import { hypervisorState, hypervisorStatus } from './states.ts'

const inventory = (total: number, used: number, change: Partial<Inventory> = {}): Inventory => ({
  total,
  reserved: 0,
  ratio: 1,
  minUnit: 1,
  maxUnit: total,
  stepSize: 1,
  used,
  ...change,
})
const amphora = { memoryMB: 1024, vcpus: 1, diskGB: 8 }
const hypervisor = (state: string, status: string, name = 'openstack0.maas') => ({
  isBareMetal: false,
  name,
  state: hypervisorState.hear(state),
  status: hypervisorStatus.hear(status),
})
const host = (memory: number, vcpus: number, disk: number): ComputeHost => ({
  hypervisor: hypervisor('up', 'enabled'),
  inventories: new Map([
    ['MEMORY_MB', inventory(32768, 36864 - memory, { reserved: 8192, ratio: 1.5 })],
    ['VCPU', inventory(16, 64 - vcpus, { ratio: 4, maxUnit: 16 })],
    ['DISK_GB', inventory(950, 950 - disk)],
  ]),
})

test('a hypervisor has the inventories of the provider of its name', () => {
  const inventories = new Map([['VCPU', inventory(4, 0)]])
  const hypervisors = [hypervisor('up', 'enabled', 'a'), hypervisor('down', 'enabled', 'b')]
  expect(hostsWith(hypervisors, [[{ id: '1', name: 'a' }, inventories]])).toEqual([
    { hypervisor: hypervisors[0], inventories },
    { hypervisor: hypervisors[1] },
  ])
})

describe('the room on a host', () => {
  test('is what the tightest of the three leaves, all on the same host', () => {
    expect(roomOn(host(3000, 9, 100), amphora)).toEqual({
      name: 'openstack0.maas',
      times: 2,
      missing: [],
      limits: [
        { resource: 'MEMORY_MB', capacity: 36864, used: 33864, times: 2 },
        { resource: 'VCPU', capacity: 64, used: 55, times: 9 },
        { resource: 'DISK_GB', capacity: 950, used: 850, times: 12 },
      ],
    })
  })

  test('is none when any of the three is used up', () => {
    const full = [host(1023, 64, 950), host(36864, 0, 950), host(36864, 64, 7)].map((one) => roomOn(one, amphora))
    expect(full.map(({ times, limits }) => [times, limits[0]?.resource])).toEqual([
      [0, 'MEMORY_MB'],
      [0, 'VCPU'],
      [0, 'DISK_GB'],
    ])
  })

  test('is not limited by what a server does not ask for', () => {
    expect(roomOn(host(3000, 9, 0), { ...amphora, diskGB: 0 })).toMatchObject({ times: 2, missing: [] })
  })

  test('is none on a host that the scheduler does not use, with the reason', () => {
    const free = host(36864, 64, 950)
    expect(roomOn({ ...free, hypervisor: hypervisor('down', 'enabled') }, amphora)).toMatchObject({
      times: 0,
      unused: 'it is down',
      missing: [],
    })
    expect(roomOn({ ...free, hypervisor: { ...hypervisor('up', 'disabled'), disabledReason: 'disk swap' } }, amphora)).toMatchObject({
      unused: 'it is disabled: disk swap',
    })
  })

  test('is none on a host that runs pinned guests only', () => {
    const pinned = new Map([...(host(36864, 64, 950).inventories ?? [])].map(([name, of]) => [name === 'VCPU' ? 'PCPU' : name, of]))
    const room = roomOn({ hypervisor: hypervisor('up', 'enabled'), inventories: pinned }, amphora)
    expect(room).toMatchObject({ times: 0, unused: 'all its processors are set aside for pinned guests', missing: [] })
  })

  test('is not known on a host in a state that nova is not known to have', () => {
    const free = host(36864, 64, 950)
    expect(roomOn({ ...free, hypervisor: hypervisor('UP', 'enabled') }, amphora)).toMatchObject({ times: 0, unheard: 'UP' })
    expect(roomOn({ ...free, hypervisor: hypervisor('up', 'forced down') }, amphora)).toMatchObject({ times: 0, unheard: 'forced down' })
  })

  test('is not known where Placement has no figures', () => {
    const { inventories: _, ...bare } = host(1, 1, 1)
    expect(roomOn(bare, amphora)).toMatchObject({ times: 0, missing: ['MEMORY_MB', 'VCPU', 'DISK_GB'] })
    const partial = { ...bare, inventories: new Map([['VCPU', inventory(1, 0)]]) }
    expect(roomOn(partial, { ...amphora, diskGB: 0 })).toMatchObject({ times: 0, missing: ['MEMORY_MB'] })
  })
})
