import { describe, expect, test } from 'vitest'
import { openstackStatus, status } from './openstack-status.ts'
import { sinceMs } from './since.ts'
import { jujuStatus } from './status.ts'
import { unsettledIn } from './unsettled.ts'

type Document = ReturnType<typeof openstackStatus>
const now = new Date('2025-05-09T15:20:38Z')

const unrest = (change: (document: Document) => void) => {
  const document = openstackStatus()
  // The small model has an application in `unknown`. It is left out here, except in the test that adds it back.
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

  test('subordinates count, and so do entities that Juju cannot report on', () => {
    const found = ofKeystone((unit) => {
      unit.subordinates['hacluster-keystone/0']['workload-status'] = status('blocked', 'Insufficient peer units')
      unit['juju-status'] = { 'status-error': 'no such unit' }
    })
    expect(short(found)).toEqual([
      'keystone/0 unproven Juju cannot say: no such unit',
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

  test('an application’s own status is reported only when none of its units says more', () => {
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

  test('what is lost with a machine is reported with it', () => {
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
        withIt: ['1/lxd/3', 'magnum/0'],
      }),
    ])
  })

  test('an error on a machine that is down is still its own', () => {
    const found = unrest(({ machines, applications }) => {
      machines['1']['juju-status'] = status('down')
      applications.magnum.units['magnum/0']['workload-status'] = status('error', 'hook failed: "start"')
    })
    expect(found.map(({ at, withIt }) => [at, withIt])).toEqual([
      ['machine 1', []],
      ['magnum/0', []],
    ])
  })

  test.each([
    ['an application', ({ applications }: Document) => Object.assign(applications.magnum, { life: 'dying' }), 'application magnum'],
    [
      'a unit',
      ({ applications }: Document) => Object.assign(applications.magnum.units['magnum/0']['juju-status'], { life: 'dying' }),
      'magnum/0',
    ],
    ['a machine', ({ machines }: Document) => Object.assign(machines['1']['juju-status'], { life: 'dying' }), 'machine 1'],
  ])('%s that is dying is moving, however well it is', (_, change, at) => {
    expect(short(unrest((document) => void change(document)))).toEqual([`${at} moving is being removed (life: dying)`])
  })

  test('what leaves with its application, its principal or its model is named there', () => {
    const dying = { life: 'dying' }
    const leave = ({ applications }: Document) => {
      Object.assign(applications.keystone, dying)
      Object.assign(applications.keystone.units['keystone/0']['juju-status'], dying)
      Object.assign(applications.keystone.units['keystone/0'].subordinates['hacluster-keystone/0']['juju-status'], dying)
    }
    expect(unrest(leave).map(({ at, withIt }) => [at, withIt])).toEqual([['application keystone', ['keystone/0', 'hacluster-keystone/0']]])
    const destroyed = unrest((document) => {
      leave(document)
      document.model['model-status'] = status('destroying')
    })
    expect(destroyed.map(({ at, withIt }) => [at, withIt])).toEqual([
      ['model openstack', ['keystone/0', 'hacluster-keystone/0', 'application keystone']],
    ])
  })

  test('a machine that was never made explains its units, an LXD profile does not', () => {
    const found = (key: string, agent: string) =>
      unrest(({ machines, applications }) => {
        machines['1'].containers['1/lxd/3'][key] = status(key === 'machine-status' ? 'provisioning error' : 'error', 'no such profile')
        machines['1'].containers['1/lxd/3']['juju-status'] = status(agent)
        applications.magnum.units['magnum/0']['workload-status'] = status('waiting', 'waiting for machine')
      }).map(({ at, said, withIt }) => [at, said, withIt])
    expect(found('machine-status', 'down')).toEqual([['machine 1/lxd/3', 'provisioning error: no such profile', ['magnum/0']]])
    expect(found('modification-status', 'started')).toEqual([
      ['machine 1/lxd/3', 'error: no such profile', []],
      ['magnum/0', 'waiting: waiting for machine', []],
    ])
  })

  test('a word that Juju leaves empty is not a good one', () => {
    expect(short(ofKeystone((unit) => Object.assign(unit, { 'workload-status': { since: status('').since } })))).toEqual([
      'keystone/0 unproven has no status',
    ])
  })

  test('a charm that sets no status is expected where it is named, and nothing else of it is', () => {
    const named = (change: (unit: Document) => void) => {
      const document = openstackStatus()
      delete document.applications['ubuntu-unused']
      change(document.applications.keystone.units['keystone/0'])
      const seen = jujuStatus('juju', 'openstack').parse({ kind: 'command', exitCode: 0, stdout: JSON.stringify(document), stderr: '' })
      return short(unsettledIn(seen, now, { later: [], withoutStatus: ['keystone'] }))
    }
    const unset = { 'workload-status': status('unknown') }
    expect(named((unit) => Object.assign(unit, unset))).toEqual([])
    expect(named((unit) => Object.assign(unit, unset, { 'juju-status': status('failed') }))).toEqual(['keystone/0 broken failed'])
    expect(named((unit) => Object.assign(unit, { 'workload-status': status('fine') }))).toEqual(['keystone/0 unproven fine'])
  })

  test('its age is in seconds', () => {
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

describe('what Juju does not list', () => {
  test('is the machine of a unit, and the subordinate that others of its application have', () => {
    expect(short(ofKeystone((unit) => Object.assign(unit, { machine: '9' })))).toContain(
      'keystone/0 unproven is on no machine that Juju lists',
    )
    const alone = unrest(({ applications: { keystone } }) => {
      keystone.units['keystone/1'] = { ...keystone.units['keystone/0'], subordinates: undefined }
    })
    expect(short(alone)).toEqual(['keystone/1 unproven has no unit of hacluster-keystone beside it, as others of keystone have'])
  })

  test('is not missed of a unit that leaves, or of an application whose subordinate has no unit at all', () => {
    const leaves = ofKeystone((unit) =>
      Object.assign(unit, { subordinates: undefined, 'juju-status': { ...status('idle'), life: 'dying' } }),
    )
    expect(short(leaves).filter((one) => one.includes('beside it'))).toEqual([])
  })
})

test('the update-status hook is rest for as long as a hook may take, and no longer', () => {
  const document = openstackStatus()
  delete document.applications['ubuntu-unused']
  Object.assign(document.applications.keystone.units['keystone/0'], { 'juju-status': status('executing', 'running update-status hook') })
  const { parse } = jujuStatus('juju', 'openstack')
  const parsed = parse({ kind: 'command', exitCode: 0, stdout: JSON.stringify(document), stderr: '' })
  const after = (settlingS: number) => short(unsettledIn(parsed, now, { later: [], withoutStatus: [], settlingS }))
  expect(after(600)).toEqual([])
  expect(after(599)).toEqual(['keystone/0 moving executing: running update-status hook'])
})
