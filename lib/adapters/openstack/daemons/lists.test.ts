import { describe, expect, test } from 'vitest'
import { CouldNotLook } from '../../../transport/could-not-look.ts'
import { NotUnderstood } from '../../command.ts'
import { JsonObject } from '../../json.ts'
import type { Juju, JujuStatus } from '../../juju/index.ts'
import type { Openstack } from '../index.ts'
import type { Resource } from '../resource.ts'
import { createDaemons } from './index.ts'
import { daemonLists } from './lists.ts'

const read = (service: string, row: object) => daemonLists.find((one) => one.service === service)?.row(new JsonObject(row, ''))

describe('a daemon', () => {
  test.each([
    ['compute', { binary: 'nova-compute', host: 'h', status: 'enabled', state: 'up', disabled_reason: null }, 'nova-compute', true, 'good'],
    [
      'volumev3',
      { binary: 'cinder-scheduler', host: 'h', zone: 'nova', status: 'enabled', state: 'down' },
      'cinder-scheduler',
      true,
      'bad',
    ],
    ['block-storage', { binary: 'cinder-volume', host: 'cinder@CEPH', status: 'disabled', state: 'up' }, 'cinder-volume', false, 'good'],
    ['network', { agent_type: 'OVN Metadata agent', host: 'h', alive: false, admin_state_up: true }, 'OVN Metadata agent', true, 'bad'],
    ['network', { agent_type: 'OVN Metadata agent', host: 'h', alive: true, admin_state_up: false }, 'OVN Metadata agent', false, 'good'],
    ['container-infra', { binary: 'magnum-conductor', host: null, state: 'down', disabled: false }, 'magnum-conductor', true, 'bad'],
    ['orchestration', { binary: 'heat-engine', hostname: 'h', host: 'h', status: 'up' }, 'heat-engine', true, 'good'],
  ])('of %s is read from its own list: %j', (service, row, name, isEnabled, is) => {
    expect(read(service, row)).toMatchObject({ name, isEnabled, state: { is } })
  })

  test('in a state or status that nobody has written down is unheard, and counts as switched on', () => {
    const row = { binary: 'nova-compute', host: 'h', status: 'paused', state: 'sleepy', disabled_reason: null }
    expect(read('compute', row)).toMatchObject({ isEnabled: true, state: { is: 'unheard' }, status: { is: 'unheard' } })
  })

  test.each([
    ['compute', { binary: 'nova-compute', host: 'h', status: 'enabled' }],
    ['network', { agent_type: 'a', host: 'h', alive: 'yes', admin_state_up: true }],
    ['container-infra', { binary: 'magnum-conductor', host: null, disabled: false }],
  ])('of %s without one of its fields is not understood', (service, row) => {
    expect(() => read(service, row)).toThrow(NotUnderstood)
  })
})

/** A catalogue with these services; each lists its rows, or throws. */
function openstack(lists: Readonly<Record<string, readonly object[] | Error>>): Openstack {
  return {
    catalogue: async () => Object.keys(lists).map((type) => ({ type, name: type, endpoints: [] })),
    list: async <Row>({ service, row }: Resource<Row>) => {
      const rows = lists[service]
      if (rows instanceof Error) throw rows
      return (rows ?? []).map((one) => row(new JsonObject(one, '')))
    },
  } as unknown as Openstack
}

/** A model with these containers, or one that Juju says nothing about. */
function juju(...hostnames: readonly string[]): Pick<Juju, 'status'> {
  const machines = hostnames.map((hostname) => ({ hostname, id: hostname.replace(/^juju-\w+-/, '').replaceAll('-lxd-', '/lxd/') }))
  return {
    status: async () => {
      if (hostnames.length === 0) throw new CouldNotLook('unreachable', 'k', 'no answer')
      return { machines } as unknown as JujuStatus
    },
  }
}

const engine = (hostname: string, status: string) => ({ binary: 'heat-engine', hostname, status })

describe('the sweep', () => {
  test('asks what the catalogue has, and cinder once', async () => {
    const seen = await createDaemons(openstack({ identity: [], volumev3: [], 'block-storage': [], compute: [] }), juju()).sweep()
    expect(seen.seen.map(({ service }) => service)).toEqual(['compute', 'volumev3'])
  })

  test('names who did not answer, and hides nothing of the others', async () => {
    const failed = new CouldNotLook('unreachable', 'k', 'no answer')
    const { seen, silent } = await createDaemons(openstack({ compute: failed, orchestration: [engine('a', 'up')] }), juju()).sweep()
    expect(silent).toEqual([{ at: 'compute', saw: 'no answer' }])
    expect(seen).toMatchObject([{ service: 'orchestration', daemons: [{ name: 'heat-engine' }] }])
  })

  test('takes no engine of Heat for dead that was started again on its host', async () => {
    const rows = [engine('a', 'down'), engine('a', 'up'), engine('b', 'down')]
    const { seen } = await createDaemons(openstack({ orchestration: rows }), juju()).sweep()
    expect(seen[0]?.daemons.map(({ host, state }) => [host, state.is])).toEqual([
      ['a', 'good'],
      ['b', 'bad'],
    ])
  })

  test.each([
    ['juju-ffe3b8-1-lxd-3', true],
    ['juju-ffe3b8-1-lxd-3.maas', true],
    ['juju-ffe3b8-1-lxd-3@lvm', true],
    ['juju-ffe3b8-1-lxd-2', false],
    ['juju-ffe3b8-1-lxd-20', true],
    ['juju-4b1f0c-1-lxd-3', false],
    ['openstack9.maas', false],
    ['cinder@cinder-ceph', false],
    ['', false],
  ])('takes what no longer reports from %s as left behind by a removed container: %s', async (host, isLeft) => {
    const { seen } = await createDaemons(
      openstack({ orchestration: [engine(host, 'down'), engine('juju-ffe3b8-1-lxd-2b', 'up')] }),
      juju('juju-ffe3b8-1-lxd-2'),
    ).sweep()
    expect(seen[0]?.daemons.map((one) => one.staleBecause !== undefined)).toEqual([isLeft, false])
  })

  test('takes nothing as left behind that reports, that is the only one, or when Juju does not answer', async () => {
    const [up, down] = [engine('juju-ffe3b8-1-lxd-3', 'up'), engine('juju-ffe3b8-1-lxd-3', 'down')]
    const other = engine('juju-ffe3b8-0', 'up')
    const left = async (rows: readonly object[], model: Pick<Juju, 'status'>) =>
      (await createDaemons(openstack({ orchestration: rows }), model).sweep()).seen[0]?.daemons.map((one) => one.staleBecause !== undefined)
    expect(await left([up, other], juju('juju-ffe3b8-0'))).toEqual([false, false])
    expect(await left([down], juju('juju-ffe3b8-0'))).toEqual([false])
    expect(await left([down, other], juju())).toEqual([false, false])
    expect(await left([down, other], juju('juju-ffe3b8-0'))).toEqual([true, false])
  })

  test('takes a daemon that nova no longer has as left behind, whatever Juju says', async () => {
    const rows = ['nova-consoleauth', 'nova-conductor'].map((binary) => ({ binary, host: 'h', status: 'enabled', state: 'down' }))
    const { seen } = await createDaemons(openstack({ compute: rows }), juju()).sweep()
    expect(seen[0]?.daemons.map((one) => one.staleBecause)).toEqual(['nova has had no such daemon since Train', undefined])
  })
})

test('what nova switched off itself is told from what a person did', () => {
  const why = (reason: unknown) =>
    read('compute', { binary: 'nova-compute', host: 'a', status: 'disabled', state: 'up', disabled_reason: reason })?.hasGivenUp
  expect(['AUTO: Connection to libvirt lost: 1', 'Auto-disabled due to 10 build failures'].map(why)).toEqual([true, true])
  expect(['automatic memory upgrade', 'maintenance', null].map(why)).toEqual([false, false, false])
})
