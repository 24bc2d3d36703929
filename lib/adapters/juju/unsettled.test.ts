import { describe, expect, test } from 'vitest'
import { openstackStatus, status } from './openstack-status.ts'
import { sinceMs } from './since.ts'
import { jujuStatus } from './status.ts'
import { unsettledIn } from './unsettled.ts'

type Document = ReturnType<typeof openstackStatus>
const now = new Date('2025-05-09T15:20:38Z')

const unrest = (change: (document: Document) => void) => {
  const document = openstackStatus()
  // What the small model has besides, and what is a case of its own here.
  delete document.applications['ubuntu-unused']
  change(document)
  const { parse } = jujuStatus('juju', 'openstack')
  return unsettledIn(parse({ kind: 'command', exitCode: 0, stdout: JSON.stringify(document), stderr: '' }), now)
}
const ofKeystone = (change: (unit: Document) => void) => unrest(({ applications }) => change(applications.keystone.units['keystone/0']))
const short = (found: ReturnType<typeof unrest>) => found.map(({ at, unrest: how, said }) => `${at} ${how} ${said}`)

describe('what is not at rest', () => {
  test('is nothing in a model that is', () => {
    expect(unrest(() => undefined)).toEqual([])
  })

  test.each([
    ['blocked', 'broken'],
    ['error', 'broken'],
    ['terminated', 'broken'],
    ['waiting', 'moving'],
    ['maintenance', 'moving'],
    ['unknown', 'unproven'],
    ['unset', 'unproven'],
    ['fine', 'unproven'],
    ['constructor', 'unproven'],
  ])('a unit whose workload is %s is %s', (current, how) => {
    expect(short(ofKeystone((unit) => Object.assign(unit, { 'workload-status': status(current, 'so it says') })))).toEqual([
      `keystone/0 ${how} ${current}: so it says`,
    ])
  })

  test.each([
    ['executing', 'moving'],
    ['allocating', 'moving'],
    ['rebooting', 'moving'],
    ['error', 'broken'],
    ['failed', 'broken'],
    ['lost', 'broken'],
  ])('a unit whose agent is %s is %s', (current, how) => {
    expect(short(ofKeystone((unit) => Object.assign(unit, { 'juju-status': status(current) })))).toEqual([`keystone/0 ${how} ${current}`])
  })

  test('the hook that runs every few minutes is rest', () => {
    expect(ofKeystone((unit) => Object.assign(unit, { 'juju-status': status('executing', 'running update-status hook') }))).toEqual([])
    expect(ofKeystone((unit) => Object.assign(unit, { 'juju-status': status('executing', 'running config-changed hook') }))).toHaveLength(1)
  })

  test('of two statuses the worse one tells: lost says more than the unknown it leaves behind', () => {
    const lost = {
      'workload-status': status('unknown', "agent lost, see 'juju show-status-log keystone/0'"),
      'juju-status': status('lost', 'agent is not communicating with the server'),
    }
    expect(short(ofKeystone((unit) => Object.assign(unit, lost)))).toEqual([
      'keystone/0 broken lost: agent is not communicating with the server',
    ])
  })

  test('subordinates count, and so do entities that Juju cannot tell about', () => {
    const found = ofKeystone((unit) => {
      unit.subordinates['hacluster-keystone/0']['workload-status'] = status('blocked', 'Insufficient peer units')
      unit['juju-status'] = { 'status-error': 'no such unit' }
    })
    expect(short(found)).toEqual([
      'keystone/0 unproven Juju cannot tell: no such unit',
      'hacluster-keystone/0 broken blocked: Insufficient peer units',
    ])
  })

  test.each([
    ['juju-status', 'down', 'broken'],
    ['juju-status', 'pending', 'moving'],
    ['juju-status', 'error', 'broken'],
    ['juju-status', 'stopped', 'broken'],
    ['machine-status', 'provisioning error', 'broken'],
    ['machine-status', 'allocating', 'moving'],
    ['machine-status', 'strange', 'unproven'],
  ])('a machine or container whose %s is %s is %s', (key, current, how) => {
    const machines = unrest(({ machines }) => Object.assign(machines['1'], { [key]: status(current) }))
    const containers = unrest(({ machines }) => Object.assign(machines['1'].containers['1/lxd/3'], { [key]: status(current) }))
    expect(short([...machines, ...containers])).toEqual([`machine 1 ${how} ${current}`, `machine 1/lxd/3 ${how} ${current}`])
  })

  test('an application without units is neither good nor bad', () => {
    expect(
      short(unrest(({ applications }) => Object.assign(applications, { idle: openstackStatus().applications['ubuntu-unused'] }))),
    ).toEqual(['application idle unproven has no units'])
  })

  test('an application’s own status is told only when none of its units tells more', () => {
    const blocked = status('blocked', 'Awaiting leader')
    expect(short(unrest(({ applications }) => Object.assign(applications.magnum, { 'application-status': blocked })))).toEqual([
      'application magnum broken blocked: Awaiting leader',
    ])
    const both = unrest(({ applications }) => {
      applications.magnum['application-status'] = blocked
      applications.magnum.units['magnum/0']['workload-status'] = blocked
    })
    expect(short(both)).toEqual(['magnum/0 broken blocked: Awaiting leader'])
  })

  test('what is lost with a machine is told with it', () => {
    const down = status('down', 'agent is not communicating with the server')
    const found = unrest(({ machines, applications }) => {
      machines['1']['juju-status'] = down
      machines['1'].containers['1/lxd/3']['juju-status'] = down
      applications.magnum.units['magnum/0']['juju-status'] = status('lost', 'agent is not communicating with the server')
      applications.magnum.units['magnum/0']['workload-status'] = status('unknown', 'agent lost')
    })
    expect(found).toEqual([
      expect.objectContaining({
        at: 'machine 1',
        said: 'down: agent is not communicating with the server',
        lostWithIt: ['1/lxd/3', 'magnum/0'],
      }),
    ])
  })

  test('an error on a machine that is down is still its own', () => {
    const found = unrest(({ machines, applications }) => {
      machines['1']['juju-status'] = status('down')
      applications.magnum.units['magnum/0']['workload-status'] = status('error', 'hook failed: "start"')
    })
    expect(found.map(({ at, lostWithIt }) => [at, lostWithIt])).toEqual([
      ['machine 1', []],
      ['magnum/0', []],
    ])
  })

  test('its age is told in seconds', () => {
    expect(ofKeystone((unit) => Object.assign(unit, { 'juju-status': status('executing', 'running install hook') }))[0]?.ageS).toBe(600)
  })
})

describe('the time of a status', () => {
  test.each([
    ['09 May 2025 15:10:38Z', '2025-05-09T15:10:38Z'],
    ['09 May 2025 15:10:38+12:00', '2025-05-09T03:10:38Z'],
    ['2025-05-09 15:10:38Z', '2025-05-09T15:10:38Z'],
    ['2025-05-09T15:10:38Z', '2025-05-09T15:10:38Z'],
  ])('%s', (text, iso) => {
    expect(new Date(sinceMs(text))).toEqual(new Date(iso))
  })

  test.each(['', 'yesterday', '09 Mai 2025 15:10:38Z', '2025-05-09', '09 May 2025 25:10:38Z'])('%j is none', (text) => {
    expect(() => sinceMs(text)).toThrow(expect.objectContaining({ name: 'NotUnderstood' }))
  })
})
