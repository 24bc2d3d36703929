import { describe, expect, test } from 'vitest'
import { JsonObject } from '../json.ts'
import { clusterParts } from './capi-objects.ts'

const machines = clusterParts.find(({ kind }) => kind === 'MachineList')
const machine = (status: object, metadata: object = {}) =>
  machines?.item(
    new JsonObject(
      {
        metadata: { name: 'demo-worker', namespace: 'magnum-7be1', creationTimestamp: '2026-11-18T08:00:00Z', ...metadata },
        spec: { clusterName: 'demo' },
        status,
      },
      '',
    ),
  )
const condition = (type: string, status: string, more: object = {}) => ({ phase: 'Running', conditions: [{ type, status, ...more }] })

describe('a condition of Cluster API', () => {
  test.each([
    ['Ready', 'True', {}, 'good'],
    ['Ready', 'False', {}, 'bad'],
    ['Ready', 'False', { severity: 'Error' }, 'bad'],
    ['Ready', 'False', { severity: 'Warning' }, 'bad'],
    ['Ready', 'False', { severity: 'Info' }, 'waiting'],
    ['Ready', 'False', { severity: 'Notice' }, 'unheard'],
    ['Ready', 'Unknown', {}, 'waiting'],
    ['Ready', 'Maybe', {}, 'unheard'],
    ['Deleting', 'False', {}, 'good'],
    ['Deleting', 'True', {}, 'waiting'],
    ['Deleting', 'Maybe', {}, 'unheard'],
    ['FluxCapacitorReady', 'True', {}, 'unheard'],
  ])('%s %s %j is %s', (type, status, more, is) => {
    expect(machine(condition(type, status, more))?.states[0]?.is).toBe(is)
  })

  test.each([
    ['NodeHealthy', { severity: 'Warning', reason: 'NodeConditionsFailed' }, '08:09', 'waiting'],
    ['NodeHealthy', { severity: 'Warning', reason: 'NodeConditionsFailed' }, '09:09', 'bad'],
    ['EtcdMemberHealthy', { severity: 'Error', reason: 'EtcdMemberUnhealthy' }, '08:09', 'waiting'],
    ['InfrastructureReady', { severity: 'Error', reason: 'InstanceStateError' }, '08:09', 'bad'],
    ['NodeReady', { reason: 'NodeNotReady' }, '08:09', 'waiting'],
    ['NodeReady', { reason: 'NodeNotReady' }, '09:09', 'bad'],
    ['InfrastructureReady', { reason: 'NotReady' }, '08:09', 'bad'],
  ])('%s False %j of a Machine made at 08:00 is, since %s, %s', (type, more, since, is) => {
    const status = condition(type, 'False', { ...more, lastTransitionTime: `2026-11-18T${since}:00Z` })
    expect(machine(status)?.states[0]?.is).toBe(is)
  })

  test('of v1beta2 counts as well', () => {
    const status = { ...condition('Ready', 'True'), v1beta2: { conditions: [{ type: 'Paused', status: 'True', reason: 'Paused' }] } }
    expect(machine(status)?.states.map(({ saw }) => saw)).toEqual(['Ready is True', 'Paused is True: Paused', 'phase Running'])
  })
})

test('what is wrong beside its conditions is read too', () => {
  const status = { ...condition('Ready', 'True'), observedGeneration: 1, failureReason: 'CreateError', failureMessage: 'no valid host' }
  const labels = { 'cluster.x-k8s.io/deployment-name': 'demo-workers' }
  expect(machine(status, { generation: 2, labels, deletionTimestamp: '2026-11-19T08:00:00Z' })).toMatchObject({
    cluster: 'demo',
    madeBy: 'MachineDeployment/demo-workers',
    states: [
      { saw: 'CreateError: no valid host', is: 'bad' },
      { saw: 'Ready is True', is: 'good' },
      { saw: 'phase Running', is: 'good', since: new Date('2026-11-19T08:00:00Z') },
      { saw: 'its controller has not yet seen the last change of its spec', is: 'waiting' },
      { saw: 'it is being deleted', is: 'waiting', since: new Date('2026-11-19T08:00:00Z') },
    ],
  })
})

test('without a status it is not said to be ready', () => {
  expect(machine({})).toMatchObject({ isSummedUp: false, states: [{ saw: 'phase Unknown', is: 'waiting' }] })
})
