import { describe, expect, test } from 'vitest'
import type { Command } from '../command.ts'
import { machineJson, rangeJson, recordJson, subnetJson } from './captures.ts'
import { ipAddresses } from './ip-addresses.ts'
import { ipranges } from './ipranges.ts'
import { machines } from './machines.ts'
import { subnets } from './subnets.ts'

const reading =
  <Fact>({ parse }: Command<Fact>) =>
  (...items: readonly unknown[]) =>
    parse({ kind: 'command', exitCode: 0, stdout: JSON.stringify(items), stderr: '' })
const refused = (message: string) => expect.objectContaining({ name: 'NotUnderstood', message })

describe('maas machines read', () => {
  const command = machines('maas', 'admin')
  const read = reading(command)

  test('names the profile itself', () => {
    expect(command.argv).toEqual(['maas', 'admin', 'machines', 'read'])
  })

  test('tells id, name, state, memory, power and addresses', () => {
    expect(read(machineJson)).toEqual([
      {
        systemId: '4na83t',
        hostname: 'openstack0',
        kind: 'machine',
        status: 'Deployed',
        statusNumber: 6,
        statusMessage: 'Deployed',
        memoryMiB: 32768,
        power: 'on',
        powerType: 'virsh',
        addresses: ['10.12.8.40', '10.12.4.40'],
      },
    ])
  })

  test('goes by the number of a state: its name was null in older answers', () => {
    expect(read({ ...machineJson, status: 4, status_name: null })[0]).toMatchObject({ status: 'Ready', statusNumber: 4 })
  })

  test('a number that is not known has no name', () => {
    expect(read({ ...machineJson, status: 99 })[0]).not.toHaveProperty('status')
  })

  test('memory that MAAS does not know is absent, never 0', () => {
    expect(read({ ...machineJson, memory: null })[0]).not.toHaveProperty('memoryMiB')
  })

  test('a controller among the machines is told apart', () => {
    expect(read({ ...machineJson, node_type: 4 })[0]).toMatchObject({ kind: 'region and rack controller' })
  })

  test.each([
    ['no machine', [], 'lists no machine at all: this MAAS has none, or the profile’s user may see none'],
    ['a state as text', [{ ...machineJson, status: 'Ready' }], '[0].status: wanted a whole number, got "Ready"'],
    ['memory as text', [{ ...machineJson, memory: '32768' }], '[0].memory: wanted a whole number, got "32768"'],
  ])('is refused with %s', (_, items, message) => {
    expect(() => read(...items)).toThrow(refused(message))
  })
})

describe('maas subnets read', () => {
  const read = reading(subnets('maas', 'admin'))

  test('tells id, network and whether MAAS manages it', () => {
    expect(read(subnetJson, { ...subnetJson, id: 2, cidr: 'fd00::/64', managed: false })).toEqual([
      { id: 1, cidr: '10.12.4.0/22', managed: true },
      { id: 2, cidr: 'fd00::/64', managed: false },
    ])
  })

  test.each([
    ['no subnet', [], 'lists no subnet at all'],
    ['a network that is none', [{ ...subnetJson, cidr: 'provider' }], '[0].cidr: wanted a network, got "provider"'],
    ['managed as a number', [{ ...subnetJson, managed: 1 }], '[0].managed: wanted true or false, got 1'],
  ])('is refused with %s', (_, items, message) => {
    expect(() => read(...items)).toThrow(refused(message))
  })
})

describe('maas ipranges read', () => {
  const read = reading(ipranges('maas', 'admin'))

  test('tells type, ends, comment and the subnet', () => {
    expect(read(rangeJson)).toEqual([{ id: 2, type: 'reserved', from: '10.12.4.2', to: '10.12.4.63', comment: 'VIPs', subnetId: 1 }])
  })

  test('may be empty: then nothing is reserved', () => {
    expect(read()).toEqual([])
  })

  test.each([
    ['another type', { ...rangeJson, type: 'static' }, '[0].type: wanted reserved or dynamic, got "static"'],
    ['an end that is no address', { ...rangeJson, end_ip: '10.12.4' }, '[0].end_ip: wanted an IP address, got "10.12.4"'],
  ])('is refused with %s', (_, item, message) => {
    expect(() => read(item)).toThrow(refused(message))
  })
})

describe('maas subnet ip-addresses', () => {
  const command = ipAddresses('/snap/bin/maas', 'admin', 3)
  const read = reading(command)

  test('is asked of one subnet', () => {
    expect(command.argv).toEqual(['/snap/bin/maas', 'admin', 'subnet', 'ip-addresses', '3'])
  })

  test('tells the address, how it was given and to whom', () => {
    expect(read(recordJson)).toEqual([{ address: '10.12.8.42', allocType: 6, node: { systemId: 'h8frng', hostname: 'openstack2' } }])
  })

  test('a record may hang on no node', () => {
    expect(read({ ip: '10.12.8.42', alloc_type: 4, user: 'admin' })).toEqual([{ address: '10.12.8.42', allocType: 4 }])
  })

  test.each([
    ['how as text', { ...recordJson, alloc_type: 'Observed' }, '[0].alloc_type: wanted a whole number, got "Observed"'],
    ['an address that is none', { ...recordJson, ip: 'openstack2' }, '[0].ip: wanted an IP address, got "openstack2"'],
    ['a node without id', { ...recordJson, node_summary: { hostname: 'x' } }, '[0].node_summary.system_id: wanted a text, got nothing'],
  ])('is refused with %s', (_, item, message) => {
    expect(() => read(item)).toThrow(refused(message))
  })
})
