import { describe, expect, test } from 'vitest'
import { openstackStatus, status } from './openstack-status.ts'
import { isModel, jujuStatus } from './status.ts'

const { argv, parse } = jujuStatus('juju', 'openstack')
const read = (document: unknown) => parse(printed(`${JSON.stringify(document)}\n`))
const since = '09 May 2025 15:10:38Z'

test('one call reads the whole model', () => {
  expect(argv).toEqual(['juju', 'status', '-m', 'openstack', '--format', 'json'])
})

test('an answer is read once, however many gates get it, and never for another model', () => {
  const answer = printed(JSON.stringify(openstackStatus()))
  expect(parse(answer)).toBe(parse(answer))
  expect(jujuStatus('juju', 'openstack').parse(answer)).toBe(parse(answer))
  expect(() => jujuStatus('juju', 'other').parse(answer)).toThrow('is about model "openstack", wanted "other"')
})

test.each([
  ['openstack', true],
  ['admin/openstack', true],
  ['ctl:openstack', true],
  ['ctl:admin/openstack', true],
  ['ctl:admin@external/openstack', true],
  ['other:admin/openstack', false],
  ['admin/k8s', false],
  ['openstack/k8s', false],
])('the model openstack of controller ctl is %s: %s', (wanted, is) => {
  expect(isModel(wanted, { name: 'openstack', controller: 'ctl' })).toBe(is)
})

describe('juju status', () => {
  test('lists containers after their machine', () => {
    expect(read(openstackStatus()).machines.map(({ id, parent, dnsName }) => [id, parent, dnsName])).toEqual([
      ['0', undefined, '10.12.8.40'],
      ['0/lxd/0', '0', '10.12.8.71'],
      ['1', undefined, '10.12.8.41'],
      ['1/lxd/3', '1', '10.12.4.54'],
    ])
  })

  test('a machine has its statuses and all addresses', () => {
    expect(read(openstackStatus()).machines[0]).toEqual({
      id: '0',
      hostname: 'host-40',
      dnsName: '10.12.8.40',
      addresses: ['10.12.8.40', '10.12.4.40', '10.12.4.50'],
      agentStatus: expect.objectContaining({ state: { word: 'started', is: 'good' }, message: '', since }),
      agentVersion: '3.5.4',
      instanceStatus: expect.objectContaining({ state: { word: 'running', is: 'good' }, message: 'Deployed', since }),
    })
  })

  test('lists a subordinate after its principal, on the same machine', () => {
    const units = read(openstackStatus()).units
    expect(units.map(({ name, charm, principal, machine }) => [name, charm, principal, machine])).toEqual([
      ['cinder/0', 'cinder', undefined, '0/lxd/0'],
      ['keystone/0', 'keystone', undefined, '0'],
      ['hacluster-keystone/0', 'hacluster', 'keystone/0', '0'],
      ['magnum/0', 'magnum', undefined, '1/lxd/3'],
    ])
    expect(units[1]).toEqual({
      name: 'keystone/0',
      application: 'keystone',
      charm: 'keystone',
      machine: '0',
      primaryAddress: '10.12.8.40',
      workload: expect.objectContaining({ state: { word: 'active', is: 'good' }, message: 'Unit is ready', since }),
      agent: expect.objectContaining({ state: { word: 'idle', is: 'good' }, message: '', since }),
      agentVersion: '3.5.4',
      leader: true,
    })
  })

  test('counts units where they are, subordinates under their principals; none is 0', () => {
    expect(read(openstackStatus()).applications.map(({ name, unitCount, subordinateTo }) => [name, unitCount, subordinateTo])).toEqual([
      ['cinder', 1, []],
      ['hacluster-keystone', 1, ['keystone']],
      ['keystone', 1, []],
      ['magnum', 1, []],
      ['ubuntu-unused', 0, []],
    ])
  })

  test('a lost agent is lost although its application reads active', () => {
    const document = openstackStatus()
    const unit = document.applications.magnum.units['magnum/0']
    unit['workload-status'] = status('unknown', "agent lost, see 'juju show-status-log magnum/0'")
    unit['juju-status'] = status('lost', 'agent is not communicating with the server')
    const { units, applications } = read(document)
    expect(units.at(-1)?.agent).toMatchObject({ state: { word: 'lost', is: 'bad' }, message: 'agent is not communicating with the server' })
    expect(applications[3]?.status?.state.word).toBe('active')
  })

  test('an entity that Juju cannot report on is kept and marked', () => {
    const document = openstackStatus()
    document.machines['1'] = { 'status-error': 'machine status error!' }
    document.applications.cinder = { 'status-error': 'app status error!' }
    document.applications.keystone.units['keystone/0'] = { 'status-error': 'unit status error!' }
    document.applications.magnum.units['magnum/0']['juju-status'] = { 'status-error': 'no agent' }
    const { machines, applications, units } = read(document)
    expect(machines.at(-1)).toEqual({ id: '1', addresses: [], statusError: 'machine status error!' })
    expect(applications[0]).toEqual({ name: 'cinder', statusError: 'app status error!', subordinateTo: [], unitCount: 0 })
    expect(units).toEqual([
      { name: 'keystone/0', application: 'keystone', charm: 'keystone', statusError: 'unit status error!', leader: false },
      { name: 'magnum/0', application: 'magnum', charm: 'magnum', statusError: 'no agent', leader: false },
    ])
  })

  test('an empty model and one on Kubernetes are read', () => {
    const model = { name: 'openstack', version: '3.6.1' }
    expect(read({ model, machines: {}, applications: {} })).toEqual({ model, machines: [], applications: [], units: [] })
    const document = openstackStatus()
    document.machines = {}
    document.applications = { magnum: document.applications.magnum }
    const unit = document.applications.magnum.units['magnum/0']
    document.applications.magnum.units = {
      'magnum/0': { ...unit, address: '10.1.164.138', machine: undefined, 'public-address': undefined },
    }
    const [seen] = read(document).units
    expect([seen?.primaryAddress, seen?.machine]).toEqual(['10.1.164.138', undefined])
  })

  test('hostile member names reach nothing', () => {
    const text = JSON.stringify(openstackStatus()).replace('"cinder/0":{', '"cinder/0":{"__proto__":{"leader":true},"constructor":{},')
    expect(parse(printed(text)).units[0]?.leader).toBe(false)
    expect(({} as Record<string, unknown>).leader).toBeUndefined()

    const application = JSON.stringify(openstackStatus()).replace('"cinder":{', '"__proto__":{},"cinder":{')
    expect(() => parse(printed(application))).toThrow('an application is called "__proto__"')
  })
})

describe('juju status is not understood', () => {
  test.each([
    [
      'another model',
      (d: Document) => {
        d.model.name = 'k8s'
      },
      'is about model "k8s", wanted "openstack"',
    ],
    [
      'no model',
      (d: Document) => {
        delete d.model
      },
      'model: wanted an object, got nothing',
    ],
    [
      'machines in a list',
      (d: Document) => {
        d.machines = []
      },
      'machines: wanted an object, got a list of 0',
    ],
    [
      'no applications',
      (d: Document) => {
        delete d.applications
      },
      'applications: wanted an object, got nothing',
    ],
    [
      'Juju 1.x',
      (d: Document) => {
        d.services = {}
      },
      'comes from Juju 1.x; 2.9 and later are understood',
    ],
    [
      'a unit without status',
      (d: Document) => {
        delete d.applications.magnum.units['magnum/0']['workload-status']
      },
      'applications.magnum.units.magnum/0.workload-status: wanted an object, got nothing',
    ],
    [
      'a unit of no application',
      (d: Document) => {
        d.applications.keystone.units['keystone/0'].subordinates['nrpe/0'] = {}
      },
      'has a unit of nrpe, but no such application',
    ],
    [
      'a name that could be an option',
      (d: Document) => {
        d.applications['--help'] = d.applications.magnum
      },
      'an application is called "--help"',
    ],
    [
      'an odd unit',
      (d: Document) => {
        d.applications.magnum.units['magnum/x'] = {}
      },
      'a unit is called "magnum/x"',
    ],
    [
      'an odd machine',
      (d: Document) => {
        d.machines['../0'] = d.machines['0']
      },
      'a machine is called "../0"',
    ],
    [
      'a machine that Juju cannot report on, with a name no shell should see',
      (d: Document) => {
        d.machines['0; reboot'] = { 'status-error': 'gone' } as never
      },
      'a machine is called "0; reboot"',
    ],
  ])('with %s', (_, spoil, message) => {
    const document = openstackStatus()
    spoil(document)
    expect(() => read(document)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })

  test('a qualified model name is the same model', () => {
    const qualified = jujuStatus('juju', 'maas-controller:admin/openstack')
    expect(qualified.parse(printed(JSON.stringify(openstackStatus()))).model.name).toBe('openstack')
  })
})

type Document = ReturnType<typeof openstackStatus>

function printed(stdout: string) {
  return { kind: 'command', exitCode: 0, stdout, stderr: '' } as const
}
