import { describe, expect, test } from 'vitest'
import type { Ask } from '../../transport/ask.ts'
import { askList, type MaasList } from './answer.ts'
import { machineJson, rangeJson, recordJson, subnetJson } from './captures.ts'
import { ipAddresses } from './ip-addresses.ts'
import { ipranges } from './ipranges.ts'
import { machines } from './machines.ts'
import { subnets } from './subnets.ts'

const reading =
  <Row>(list: MaasList<Row>) =>
  (...items: readonly unknown[]) => {
    const ask: Ask = async () => ({ kind: 'command', exitCode: 0, stdout: JSON.stringify(items), stderr: '' })
    return askList(ask, list)
  }
const refused = (message: string) => expect.objectContaining({ name: 'NotUnderstood', message })

describe('maas machines read', () => {
  const command = machines('maas', 'admin')
  const read = reading(command)

  test('names the profile itself', () => {
    expect(command.argv).toEqual(['maas', 'admin', 'machines', 'read'])
  })

  test('reads id, name, state, memory, power and addresses', async () => {
    expect(await read(machineJson)).toEqual([
      {
        systemId: '4na83t',
        hostname: 'openstack0',
        type: { word: 'machine', is: 'good' },
        status: { word: 'Deployed', is: 'good' },
        statusMessage: 'Deployed',
        isDeployed: true,
        memoryMiB: 32768,
        power: { word: 'on', is: 'good' },
        isOff: false,
        powerType: 'virsh',
        addresses: ['10.12.8.40', '10.12.4.40'],
      },
    ])
  })

  test('goes by the number of a state: its name was null in older answers', async () => {
    expect((await read({ ...machineJson, status: 4, status_name: null }))[0]).toMatchObject({ status: { word: 'Ready', is: 'good' } })
  })

  test.each([
    [0, 'New', 'bad'],
    [1, 'Commissioning', 'waiting'],
    [9, 'Deploying', 'waiting'],
    [22, 'Failed testing', 'bad'],
    [31, 'number 31', 'unheard'],
  ])('a state of %i is %s: %s', async (status, word, is) => {
    expect((await read({ ...machineJson, status }))[0]?.status).toEqual({ word, is })
  })

  test.each([
    ['on', 'good', false],
    ['off', 'good', true],
    ['unknown', 'waiting', false],
    ['error', 'bad', false],
    ['hibernating', 'unheard', false],
  ])('power that is %s is %s', async (word, is, isOff) => {
    expect((await read({ ...machineJson, power_state: word }))[0]).toMatchObject({ power: { word, is }, isOff })
  })

  test.each([null, 0])('memory that MAAS has not measured (%j) is absent', async (memory) => {
    expect((await read({ ...machineJson, memory }))[0]).not.toHaveProperty('memoryMiB')
  })

  test('a controller among the machines is known by its type', async () => {
    expect((await read({ ...machineJson, node_type: 4 }))[0]?.type).toEqual({ word: 'region and rack controller', is: 'bad' })
  })

  test('a row that cannot be read is noted, and the others are read', async () => {
    const unread: unknown[] = []
    const stdout = JSON.stringify([
      { ...machineJson, status: null },
      { ...machineJson, system_id: 'qdbqd6' },
    ])
    const ask = Object.assign(async () => ({ kind: 'command' as const, exitCode: 0, stdout, stderr: '' }), {
      unread: (row: unknown) => void unread.push(row),
    })
    expect((await askList(ask, command)).map(({ systemId }) => systemId)).toEqual(['qdbqd6'])
    const asked = 'jumphost $ maas admin machines read'
    expect(unread).toEqual([
      { key: `${asked} row`, message: `${asked}: a row cannot be read: [0].status: wanted a whole number, got null` },
    ])
  })

  test.each([
    ['a state as text', [{ ...machineJson, status: 'Ready' }], '[0].status: wanted a whole number, got "Ready"'],
    ['memory as text', [{ ...machineJson, memory: '32768' }], '[0].memory: wanted a whole number, got "32768"'],
  ])('is refused with %s', async (_, items, message) => {
    await expect(read(...items)).rejects.toThrow(refused(message))
  })
})

test.each([
  ['machines', machines('maas', 'admin'), 'lists no machine at all: this MAAS has none, or the profile’s user is not allowed to see them'],
  ['subnets', subnets('maas', 'admin'), 'lists no subnet at all'],
])('an empty list of %s is not an answer', async (name, list, message) => {
  const asked = `jumphost $ maas admin ${name} read`
  await expect(reading<unknown>(list)()).rejects.toThrow(
    expect.objectContaining({ name: 'CouldNotLook', kind: 'not-understood', message: `${asked}: ${message}` }),
  )
})

describe('maas subnets read', () => {
  const read = reading(subnets('maas', 'admin'))

  test('reads id, network and whether MAAS manages it', async () => {
    expect(await read(subnetJson, { ...subnetJson, id: 2, cidr: 'fd00::/64', managed: false })).toEqual([
      { id: 1, cidr: '10.12.4.0/22', managed: true },
      { id: 2, cidr: 'fd00::/64', managed: false },
    ])
  })

  test.each([
    ['a network that is not one', [{ ...subnetJson, cidr: 'provider' }], '[0].cidr: wanted a network, got "provider"'],
    ['managed as a number', [{ ...subnetJson, managed: 1 }], '[0].managed: wanted true or false, got 1'],
  ])('is refused with %s', async (_, items, message) => {
    await expect(read(...items)).rejects.toThrow(refused(message))
  })
})

describe('maas ipranges read', () => {
  const read = reading(ipranges('maas', 'admin'))

  test('reads type, ends, comment and the subnet', async () => {
    expect(await read(rangeJson)).toEqual([{ id: 2, type: 'reserved', from: '10.12.4.2', to: '10.12.4.63', comment: 'VIPs', subnetId: 1 }])
  })

  test('may be empty: then nothing is reserved', async () => {
    expect(await read()).toEqual([])
  })

  test.each([
    ['another type', { ...rangeJson, type: 'static' }, '[0].type: wanted reserved or dynamic, got "static"'],
    ['an end that is not an address', { ...rangeJson, end_ip: '10.12.4' }, '[0].end_ip: wanted an IP address, got "10.12.4"'],
  ])('is refused with %s', async (_, item, message) => {
    await expect(read(item)).rejects.toThrow(refused(message))
  })
})

describe('maas subnet ip-addresses', () => {
  const command = ipAddresses('/snap/bin/maas', 'admin', 3)
  const read = reading(command)

  test('is asked of one subnet', () => {
    expect(command.argv).toEqual(['/snap/bin/maas', 'admin', 'subnet', 'ip-addresses', '3'])
  })

  test('reads the address, how it was given and to which node', async () => {
    expect(await read(recordJson)).toEqual([
      { address: '10.12.8.42', allocation: { word: 'discovered', is: 'bad' }, node: { systemId: 'h8frng', hostname: 'openstack2' } },
    ])
  })

  test('a record may hang on no node', async () => {
    const allocation = { word: 'user reserved', is: 'good' }
    expect(await read({ ip: '10.12.8.42', alloc_type: 4, user: 'admin' })).toEqual([{ address: '10.12.8.42', allocation }])
  })

  test('a number that MAAS does not have is unheard', async () => {
    expect((await read({ ...recordJson, alloc_type: 3 }))[0]?.allocation).toEqual({ word: 'number 3', is: 'unheard' })
  })

  test.each([
    ['how as text', { ...recordJson, alloc_type: 'Observed' }, '[0].alloc_type: wanted a whole number, got "Observed"'],
    ['an address that is not one', { ...recordJson, ip: 'openstack2' }, '[0].ip: wanted an IP address, got "openstack2"'],
    ['a node without id', { ...recordJson, node_summary: { hostname: 'x' } }, '[0].node_summary.system_id: wanted a text, got nothing'],
  ])('is refused with %s', async (_, item, message) => {
    await expect(read(item)).rejects.toThrow(refused(message))
  })
})
