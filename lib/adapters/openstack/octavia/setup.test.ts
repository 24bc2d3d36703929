import { describe, expect, test } from 'vitest'
import type { JujuStatus, OperationTask, UnitStatus } from '../../juju/index.ts'
import { operationStatus, unitAgent, workload } from '../../juju/states.ts'
import { Status } from '../../juju/status-of.ts'
import { portStatus } from '../neutron/states.ts'
import { octaviaIn, type SetupParts, setupOf } from './setup.ts'

const unit: UnitStatus = {
  name: 'octavia/0',
  application: 'octavia',
  charm: 'octavia',
  workload: new Status(workload, 'active', 'Unit is ready', '20 Nov 2026 09:50:00Z'),
  agent: new Status(unitAgent, 'idle'),
  leader: true,
}
const application = { name: 'octavia', charm: 'octavia', subordinateTo: [], unitCount: 1 }
const status = (...units: readonly UnitStatus[]): JujuStatus => ({
  model: { name: 'openstack', version: '3.6.1' },
  machines: [],
  applications: [application],
  units,
})
const port = (name: string, state: string) => ({
  id: `id of ${name}`,
  name,
  networkId: 'n',
  deviceId: '',
  owner: 'neutron:LOADBALANCERV2',
  status: portStatus.hear(state),
  addresses: [],
})
const parts: SetupParts = {
  status: status(unit),
  operations: [
    { id: 9, state: operationStatus.hear('failed'), reasons: [], tasks: [] },
    { id: 14, state: operationStatus.hear('completed'), reasons: [], tasks: [] },
  ],
  networks: [
    { id: 'n', name: 'lb-mgmt-net', isExternal: false },
    { id: 'x', name: 'provider-ext', isExternal: true },
  ],
  subnets: [{ id: 's', name: '', networkId: 'n', cidr: 'fc00:a641::/64', pools: [] }],
  ports: [port('octavia-health-manager-octavia-0-listen-port', 'ACTIVE'), port('octavia-health-manager-octavia-1-listen-port', 'DOWN')],
}
const now = new Date('2026-11-20T10:00:00Z')
const setup = (change: Partial<SetupParts> = {}) => setupOf({ ...parts, ...change }, 'lb-mgmt-net', now)

test('units, the latest run, the network and each unit’s port come together', () => {
  expect(setup()).toEqual({
    application: 'octavia',
    units: [
      {
        unit: 'octavia/0',
        said: 'Unit is ready',
        state: { word: 'active', is: 'good' },
        ageS: 600,
        port: { id: 'id of octavia-health-manager-octavia-0-listen-port', status: { word: 'ACTIVE', is: 'good' } },
      },
    ],
    latest: { id: 14, state: { word: 'completed', is: 'good' }, reasons: [], tasks: [] },
    hasFailed: false,
    networksSeen: 2,
    networks: [{ id: 'n', name: 'lb-mgmt-net', isTagged: false, cidrs: ['fc00:a641::/64'] }],
  })
})

describe('a unit that Juju cannot report on has no state', () => {
  test.each<[string, Partial<UnitStatus>, string]>([
    ['an error in place of it', { statusError: 'cannot get', workload: undefined as never }, 'cannot get'],
    [
      'a lost agent',
      { agent: new Status(unitAgent, 'lost', 'agent is not communicating with the server') },
      'agent is not communicating with the server',
    ],
  ])('%s', (_, change, said) => {
    const [one] = setup({ status: status({ ...unit, ...change }) }).units
    expect(one).toMatchObject({ said })
    expect(one).not.toHaveProperty('state')
  })
})

describe('a run that a unit refused because it does not lead', () => {
  const refusal = { unit: 'octavia/1', isDone: false, message: 'action must be run on the leader unit.' }
  const run = (...tasks: readonly OperationTask[]) =>
    setup({ operations: [...parts.operations, { id: 16, state: operationStatus.hear('failed'), reasons: [], tasks }] })

  test('counts for nothing', () => {
    expect(run(refusal)).toMatchObject({ latest: { id: 14 }, hasFailed: false })
  })

  test('counts where another unit did it', () => {
    expect(run({ unit: 'octavia/0', isDone: true }, refusal)).toMatchObject({ latest: { id: 16 }, hasFailed: false })
  })

  test('has failed where another unit failed, or where the leader itself refused', () => {
    expect(run({ unit: 'octavia/0', isDone: false, message: '504' }, refusal)).toMatchObject({ latest: { id: 16 }, hasFailed: true })
    expect(run({ ...refusal, unit: 'octavia/0' })).toMatchObject({ latest: { id: 16 }, hasFailed: true })
  })
})

test('what is not there is absent', () => {
  const bare = setup({ operations: [], ports: [], networks: [] })
  expect(bare).not.toHaveProperty('latest')
  expect(bare.units[0]).not.toHaveProperty('port')
  expect(bare.networks).toEqual([])
})

test('the application is found by its charm, and there is one of it', () => {
  const named = { ...status(), applications: [{ ...application, name: 'lbaas' }] }
  expect([octaviaIn(named), octaviaIn({ ...named, applications: [] })]).toEqual(['lbaas', undefined])
  expect(() => octaviaIn({ ...named, applications: [application, { ...application, name: 'two' }] })).toThrow(
    'has 2 octavia applications, wanted one',
  )
})
