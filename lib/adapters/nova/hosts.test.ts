import { describe, expect, test } from 'vitest'
import type { Inventory } from '../openstack/placement.ts'
import { type ComputeHost, hostsWith, limitsOf, untold } from './hosts.ts'

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
const host = (memory: number, vcpus: number, disk: number): ComputeHost => ({
  name: 'openstack0.maas',
  isUp: true,
  isEnabled: true,
  inventories: new Map([
    ['MEMORY_MB', inventory(32768, 36864 - memory, { reserved: 8192, ratio: 1.5 })],
    ['VCPU', inventory(16, 64 - vcpus, { ratio: 4, maxUnit: 16 })],
    ['DISK_GB', inventory(950, 950 - disk)],
  ]),
})

test('a hypervisor has the inventories of the provider of its name', () => {
  const inventories = new Map([['VCPU', inventory(4, 0)]])
  const hypervisors = [
    { name: 'a', isUp: true, isEnabled: true },
    { name: 'b', isUp: false, isEnabled: true },
  ]
  expect(hostsWith(hypervisors, [[{ id: '1', name: 'a' }, inventories]])).toEqual([{ ...hypervisors[0], inventories }, hypervisors[1]])
})

describe('what limits a host', () => {
  test('is told with its capacity, the tightest first', () => {
    expect(limitsOf(host(3000, 9, 100), amphora)).toEqual([
      { resource: 'MEMORY_MB', capacity: 36864, used: 33864, times: 2 },
      { resource: 'VCPU', capacity: 64, used: 55, times: 9 },
      { resource: 'DISK_GB', capacity: 950, used: 850, times: 12 },
    ])
  })

  test('may be any of the three', () => {
    expect(limitsOf(host(36864, 64, 7), amphora)[0]).toMatchObject({ resource: 'DISK_GB', times: 0 })
    expect(limitsOf(host(36864, 0, 950), amphora)[0]).toMatchObject({ resource: 'VCPU', times: 0 })
  })

  test('is not what a server does not ask for', () => {
    expect(limitsOf(host(3000, 9, 0), { ...amphora, diskGB: 0 }).map(({ resource }) => resource)).toEqual(['MEMORY_MB', 'VCPU'])
  })
})

describe('what is not told of a host', () => {
  test('is named', () => {
    const { inventories: _, ...bare } = host(1, 1, 1)
    expect(untold(bare, amphora)).toEqual(['MEMORY_MB', 'VCPU', 'DISK_GB'])
    expect(untold({ ...bare, inventories: new Map([['VCPU', inventory(1, 0)]]) }, { ...amphora, diskGB: 0 })).toEqual(['MEMORY_MB'])
  })

  test('is nothing when all three are there', () => {
    expect(untold(host(1, 1, 1), amphora)).toEqual([])
  })
})
