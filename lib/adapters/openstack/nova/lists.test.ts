import { describe, expect, test } from 'vitest'
import { JsonObject } from '../../json.ts'
import { flavors } from './flavors.ts'
import { hypervisors } from './hypervisors.ts'
import { servers } from './servers.ts'

/** As nova 26.2 of a lab printed them, shortened. */
const server = {
  id: 'fe24f3d6-00c3-4924-8939-1e4038b519b6',
  name: 'vm1',
  status: 'ACTIVE',
  tenant_id: '968d8856473d4458bb169c7361184fb2',
  user_id: 'dedcdd6ded384aebbba16c1f49535807',
  metadata: {},
  flavor: { id: 'k8s', links: [{ rel: 'bookmark', href: 'http://127.0.2.8:8774/flavors/k8s' }] },
  created: '2026-11-22T10:16:31Z',
  updated: '2026-11-22T10:16:32Z',
  addresses: {},
  'OS-EXT-SRV-ATTR:host': 'compute-2',
  'OS-EXT-SRV-ATTR:instance_name': 'instance-00000001',
  'OS-EXT-SRV-ATTR:hypervisor_hostname': 'compute-2',
  'OS-EXT-STS:task_state': null,
  'OS-EXT-STS:vm_state': 'active',
  'OS-EXT-STS:power_state': 1,
}
const hypervisor = {
  id: 1,
  hypervisor_hostname: 'compute-2',
  state: 'up',
  status: 'enabled',
  hypervisor_type: 'fake',
  host_ip: '127.0.2.8',
  service: { id: 4, host: 'compute-2', disabled_reason: null },
  vcpus: 10,
  memory_mb: 8192,
  free_ram_mb: 7680,
}
const flavor = {
  id: 'k8s',
  name: 'm1.k8s',
  ram: 2048,
  disk: 10,
  swap: '',
  'OS-FLV-EXT-DATA:ephemeral': 0,
  'OS-FLV-DISABLED:disabled': false,
  vcpus: 2,
  'os-flavor-access:is_public': true,
}
const serverFrom = (change: object) => servers.row(new JsonObject({ ...server, ...change }, 'servers[0]'))
const hypervisorFrom = (change: object) => hypervisors.row(new JsonObject({ ...hypervisor, ...change }, 'hypervisors[0]'))
const flavorFrom = (change: object) => flavors.row(new JsonObject({ ...flavor, ...change }, 'flavors[0]'))
const refused = (message: string) => expect.objectContaining({ name: 'NotUnderstood', message })

describe('a server', () => {
  test('has a name, a state, a project and a host', () => {
    expect(serverFrom({})).toEqual({
      id: 'fe24f3d6-00c3-4924-8939-1e4038b519b6',
      name: 'vm1',
      updated: new Date('2026-11-22T10:16:32Z'),
      projectId: '968d8856473d4458bb169c7361184fb2',
      created: new Date('2026-11-22T10:16:31Z'),
      host: 'compute-2',
      state: { word: 'ACTIVE', is: 'good' },
      power: { word: 'running', is: 'good' },
      vmState: { word: 'active', is: 'good' },
      isLeaving: false,
    })
  })

  test('is run by the hypervisor or not, whatever nova thinks of it', () => {
    const power = (state: number | null) => serverFrom({ 'OS-EXT-STS:power_state': state }).power
    expect([4, 7, 0, 2, 42].map((state) => power(state))).toEqual([
      { word: 'shutdown', is: 'bad' },
      { word: 'suspended', is: 'bad' },
      { word: 'pending', is: 'waiting' },
      { word: '2', is: 'unheard' },
      { word: '42', is: 'unheard' },
    ])
    expect(power(null)).toBeUndefined()
  })

  test('in ERROR says why, and while it changes says what is being done', () => {
    const fault = { code: 500, created: '2026-11-22T10:16:40Z', message: 'No valid host was found. ' }
    expect(serverFrom({ status: 'ERROR', fault, 'OS-EXT-SRV-ATTR:hypervisor_hostname': null })).toMatchObject({ fault: fault.message })
    expect(serverFrom({ 'OS-EXT-STS:task_state': 'powering-on' })).toMatchObject({
      task: { word: 'powering-on', is: 'waiting' },
    })
    expect(serverFrom({ 'OS-EXT-SRV-ATTR:hypervisor_hostname': null })).not.toHaveProperty('host')
  })

  test.each([
    [{ tenant_id: undefined }, 'servers[0].tenant_id: wanted a text, got nothing'],
    [{ created: 'yesterday' }, 'servers[0].created: wanted a time, got "yesterday"'],
    [{ fault: 'x' }, 'servers[0].fault: wanted an object, got "x"'],
  ])('is not understood with %j', (change, message) => {
    expect(() => serverFrom(change)).toThrow(refused(message))
  })
})

test('servers of all projects are asked for, and private flavours', () => {
  expect([servers.path, flavors.path]).toEqual(['/servers/detail?all_tenants=1', '/flavors/detail?is_public=None'])
})

describe('a hypervisor', () => {
  test('is up or down, enabled or disabled, with a reason', () => {
    expect(hypervisorFrom({})).toEqual({
      isBareMetal: false,
      serviceHost: 'compute-2',
      name: 'compute-2',
      state: { word: 'up', is: 'good' },
      status: { word: 'enabled', is: 'good' },
    })
    expect(hypervisorFrom({ state: 'down', status: 'disabled', service: { disabled_reason: 'disk swap' } })).toEqual({
      isBareMetal: false,
      name: 'compute-2',
      state: { word: 'down', is: 'bad' },
      status: { word: 'disabled', is: 'bad' },
      disabledReason: 'disk swap',
    })
  })

  test('of the newest microversion is read as well: a UUID for an id, and no figures', () => {
    const { vcpus: _vcpus, memory_mb: _memory, free_ram_mb: _free, ...newest } = hypervisor
    expect(hypervisors.row(new JsonObject({ ...newest, id: 'b1e43b5f-eec1-44e0-9f10-7b4945c0226d', uptime: null }, ''))).toMatchObject({
      state: { is: 'good' },
    })
  })

  test('in a state that nova does not have is unheard, and without a state not understood', () => {
    expect(hypervisorFrom({ state: 'UP' })).toMatchObject({ state: { word: 'UP', is: 'unheard' } })
    expect(() => hypervisorFrom({ state: null })).toThrow(refused('hypervisors[0].state: wanted a text, got null'))
  })
})

describe('a flavour', () => {
  test('has memory, processors and all of its disks', () => {
    expect(flavorFrom({})).toEqual({ id: 'k8s', name: 'm1.k8s', memoryMB: 2048, vcpus: 2, diskGB: 10, rootGB: 10 })
    expect(flavorFrom({ 'OS-FLV-EXT-DATA:ephemeral': 5, swap: 1500 })).toMatchObject({ diskGB: 17, rootGB: 10 })
  })

  test('with a size as text is not understood', () => {
    expect(() => flavorFrom({ ram: '2048' })).toThrow(refused('flavors[0].ram: wanted a whole number, got "2048"'))
    expect(() => flavorFrom({ swap: null })).toThrow(refused('flavors[0].swap: wanted a number or nothing, got null'))
  })
})
