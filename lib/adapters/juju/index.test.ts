import { describe, expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import type { Ask } from '../../transport/ask.ts'
import { createJuju } from './index.ts'
import { openstackStatus, status } from './openstack-status.ts'

const site = {
  ssh: {},
  networks: { provider: { cidr: '10.12.4.0/22' }, metal: { cidr: '10.12.8.0/22' } },
  juju: { model: 'openstack' },
} as unknown as Site

type Document = ReturnType<typeof openstackStatus>

/** A juju that has this model, and these `vip` settings in it. */
function jujuOf(document: Document, vips: Readonly<Record<string, string>> = {}) {
  const asked: string[] = []
  const ask: Ask = async (question) => {
    if (question.kind !== 'command') throw new Error('a command was expected')
    const [, verb, application] = question.argv
    asked.push(question.argv.slice(1, 3).join(' '))
    const vip = vips[application ?? '']
    const settings = { debug: { source: 'default', value: false }, ...(vip === undefined ? {} : { vip: { source: 'user', value: vip } }) }
    const stdout = JSON.stringify(verb === 'status' ? document : { application, settings })
    return { kind: 'command', exitCode: 0, stdout, stderr: '' }
  }
  return { juju: createJuju(ask, site), asked }
}

describe('units', () => {
  test('running haproxy are the principals of the charms that render it, and those are not asked', async () => {
    const document = openstackStatus()
    // A charm with an API in every configuration, which cinder is not.
    document.applications.cinder['charm-name'] = 'glance'
    const { juju, asked } = jujuOf(document)
    expect(await juju.units({ running: 'haproxy' })).toEqual([
      { name: 'cinder/0', application: 'cinder', lost: false, address: '10.12.8.71' },
      { name: 'keystone/0', application: 'keystone', lost: false, address: '10.12.8.40' },
      { name: 'magnum/0', application: 'magnum', lost: false, address: '10.12.4.54' },
    ])
    expect(asked).toEqual(['status -m'])
  })

  test('are found by application and by charm; none is an empty list', async () => {
    const document = openstackStatus()
    document.applications['container-infra'] = {
      ...document.applications.magnum,
      units: { 'container-infra/7': document.applications.magnum.units['magnum/0'] },
    }
    const { juju } = jujuOf(document)
    expect((await juju.units({ of: 'magnum' })).map(({ name }) => name)).toEqual(['magnum/0', 'container-infra/7'])
    expect(await juju.units({ of: 'vault' })).toEqual([])
    expect(await juju.units({ of: 'hacluster' }), 'subordinates are reached through their principals').toEqual([])
  })

  test('with a lost agent are asked all the same', async () => {
    const document = openstackStatus()
    document.applications.magnum.units['magnum/0']['juju-status'] = status('lost')
    expect(await jujuOf(document).juju.units({ of: 'magnum' })).toEqual([
      { name: 'magnum/0', application: 'magnum', lost: true, address: '10.12.4.54' },
    ])
  })

  test.each([
    [
      '192.0.2.9',
      "Juju says that magnum/0 is at 192.0.2.9, which is in none of the site's networks (provider, metal), so magnum/0 was not asked",
    ],
    ['evil.example', 'Juju says that magnum/0 is at "evil.example", which is not an IP address'],
    ['10.12.4.54 -oProxyCommand=x', 'Juju says that magnum/0 is at "10.12.4.54 -oProxyCommand=x", which is not an IP address'],
    ['012.12.4.54', 'Juju says that magnum/0 is at "012.12.4.54", which is not an IP address'],
    [undefined, 'Juju knows no address of magnum/0'],
  ])('at %s are refused by name, and only they', async (address, message) => {
    const document = openstackStatus()
    document.applications.magnum.units['magnum/0']['public-address'] = address
    document.applications.magnum.units['magnum/1'] = { ...document.applications.magnum.units['magnum/0'], 'public-address': '10.12.4.55' }
    const [first, second] = await jujuOf(document).juju.units({ of: 'magnum' })
    expect([first?.address, first?.refused?.message, first?.refused?.key]).toEqual([undefined, message, 'address magnum/0'])
    expect([second?.address, second?.refused]).toEqual(['10.12.4.55', undefined])
  })

  test('may be the machines themselves, without their containers', async () => {
    const document = openstackStatus()
    document.machines['1']['juju-status'] = status('down')
    document.machines['2'] = { 'status-error': 'boom' }
    const [first, second, third] = await jujuOf(document).juju.units({ machines: 'hosts' })
    expect([first, second]).toEqual([
      { name: 'machine/0', application: 'machine', lost: false, address: '10.12.8.40' },
      { name: 'machine/1', application: 'machine', lost: true, address: '10.12.8.41' },
    ])
    expect([third?.address, third?.refused?.message, third?.refused?.remedy]).toEqual([
      undefined,
      'Juju cannot report on machine/2: boom',
      'juju show-machine 2',
    ])
  })

  test('of an application that Juju cannot report on are not an empty list', async () => {
    const document = openstackStatus()
    document.applications.magnum = { 'status-error': 'boom' }
    const { juju } = jujuOf(document)
    const message = 'jumphost $ juju status -m openstack --format json: Juju cannot report on application magnum: boom'
    await expect(juju.units({ of: 'magnum' })).rejects.toThrow(message)
    await expect(juju.units({ running: 'haproxy' })).rejects.toThrow(message)
    expect(await juju.units({ of: 'keystone' })).toHaveLength(1)
  })
})

describe('vips', () => {
  test('are those of every principal application, by network, in any order and spacing', async () => {
    const { juju, asked } = jujuOf(openstackStatus(), {
      cinder: '10.12.8.54\n  10.12.4.54\t',
      keystone: '10.12.4.50 192.0.2.1',
      magnum: '',
    })
    expect(await juju.vips()).toEqual([
      { application: 'cinder', address: '10.12.8.54', network: 'metal' },
      { application: 'cinder', address: '10.12.4.54', network: 'provider' },
      { application: 'keystone', address: '10.12.4.50', network: 'provider' },
      { application: 'keystone', address: '192.0.2.1' },
    ])
    expect(asked).toEqual(['status -m', 'config cinder', 'config keystone', 'config magnum', 'config ubuntu-unused'])
  })

  test('that are not addresses are an error that names the application', async () => {
    const { juju } = jujuOf(openstackStatus(), { cinder: '10.12.4.54,10.12.8.54' })
    await expect(juju.vips()).rejects.toThrow(
      'jumphost $ juju config cinder -m openstack --format json: the vip setting of cinder holds "10.12.4.54,10.12.8.54", which is not an IP address',
    )
  })
})

describe('addresses', () => {
  test('tell whose own they are, and what else runs there', async () => {
    const { held, without } = await jujuOf(openstackStatus()).juju.addresses()
    expect(without).toEqual([])
    expect(held).toContainEqual({
      address: '10.12.4.54',
      owner: 'machine 1/lxd/3',
      units: ['magnum/0'],
      applications: ['magnum'],
      primary: true,
    })
    expect(held).toContainEqual({
      address: '10.12.4.50',
      owner: 'machine 0',
      units: ['keystone/0', 'hacluster-keystone/0'],
      applications: ['keystone', 'hacluster-keystone'],
      primary: false,
    })
  })

  test('primaries are dns-name and public-address, also where they differ', async () => {
    const document = openstackStatus()
    document.applications.keystone.units['keystone/0']['public-address'] = '10.12.4.40'
    const primaries = await jujuOf(document).juju.primaries()
    expect(primaries.map(({ address, owner }) => [address, owner])).toEqual([
      ['10.12.8.40', 'machine 0'],
      ['10.12.4.40', 'machine 0'],
      ['10.12.8.71', 'machine 0/lxd/0'],
      ['10.12.8.41', 'machine 1'],
      ['10.12.4.54', 'machine 1/lxd/3'],
    ])
  })

  test('an address in another spelling is the same address', async () => {
    const document = openstackStatus()
    document.machines['1']['dns-name'] = '::ffff:10.12.8.41'
    const primaries = await jujuOf(document).juju.primaries()
    expect(primaries.filter(({ owner }) => owner === 'machine 1').map(({ address }) => address)).toEqual(['10.12.8.41'])
  })

  test('who has none is named, with why', async () => {
    const document = openstackStatus()
    document.machines['1'] = { 'status-error': 'boom' }
    document.machines['2'] = { ...document.machines['0'], 'dns-name': '', 'ip-addresses': [], containers: {} }
    document.applications.magnum.units['magnum/0']['public-address'] = ''
    expect((await jujuOf(document).juju.addresses()).without).toEqual([
      { owner: 'machine 1', why: 'boom' },
      { owner: 'machine 2', why: 'Juju knows no primary address of it' },
      { owner: 'unit magnum/0', why: 'Juju knows no primary address of it' },
    ])
  })

  test('a host name in place of an address is named, and hides no other', async () => {
    const document = openstackStatus()
    document.machines['1']['dns-name'] = 'node1.maas'
    const { held, without } = await jujuOf(document).juju.addresses()
    expect(without).toEqual([{ owner: 'machine 1', why: 'the address that Juju gives is "node1.maas", which is not an IP address' }])
    expect(held.map(({ owner }) => owner)).toEqual(expect.arrayContaining(['machine 0', 'machine 1', 'machine 1/lxd/3']))
  })
})
