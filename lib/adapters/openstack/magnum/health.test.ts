import { describe, expect, test } from 'vitest'
import { JsonObject } from '../../json.ts'
import { healthOf, healthRecordIn } from './health.ts'

const healthIn = (record: JsonObject) => healthOf(healthRecordIn(record))
const ready = { cluster: 'Ready', infrastructure: 'Ready', controlplane: 'Ready', nodegroup: 'Ready' }
const from = (health_status: unknown, health_status_reason: unknown) =>
  healthIn(new JsonObject({ health_status, health_status_reason }, ''))

/** The words of magnum-capi-helm 1.4.0, common/capi_monitor.py. */
describe('the health Magnum tells of a cluster', () => {
  test('is good when every part is ready', () => {
    expect(from('HEALTHY', ready)).toEqual({ kind: 'healthy', said: 'HEALTHY' })
  })

  test.each([
    ['UNHEALTHY', null],
    ['UNHEALTHY', {}],
    ['HEALTHY', {}],
    ['UNKNOWN', ready],
    [null, null],
  ])('%s for the reason %j was not polled by this driver', (status, reason) => {
    expect(from(status, reason)).toMatchObject({ kind: 'unpolled', said: status ?? 'no health at all' })
  })

  test('is the driver’s own mistake when only the infrastructure is not found', () => {
    expect(from('UNHEALTHY', { ...ready, infrastructure: 'Infrastructure resource not found.' })).toEqual({
      kind: 'infrastructure-not-found',
      said: 'UNHEALTHY; infrastructure: Infrastructure resource not found.',
    })
  })

  test.each([
    [
      'another part is bad too',
      { ...ready, infrastructure: 'Infrastructure resource not found.', nodegroup: 'default-worker resource not found.' },
    ],
    ['the infrastructure is there and not ready', { ...ready, infrastructure: 'Infrastructure not ready.' }],
    ['the control plane waits', { ...ready, controlplane: "Waiting on ['EtcdClusterHealthy']" }],
    ['the cluster is not found', { ...ready, cluster: 'Cluster resource not found.' }],
    ['nothing is said to be bad', ready],
  ])('is bad when %s', (_, reason) => {
    expect(from('UNHEALTHY', reason)).toMatchObject({
      kind: 'bad',
      said: ['UNHEALTHY', ...Object.entries(reason).flatMap(([part, words]) => (words === 'Ready' ? [] : [`${part}: ${words}`]))].join(
        '; ',
      ),
    })
  })

  test('is bad when it is called healthy with a part that is not', () => {
    expect(from('HEALTHY', { ...ready, infrastructure: 'Infrastructure not ready.' }).kind).toBe('bad')
  })

  test('is neither good nor bad in a word that Magnum is not known to use', () => {
    expect(from('FINE', ready)).toEqual({ kind: 'unheard', said: 'FINE' })
  })

  test.each([
    [
      { health_status: 'HEALTHY' },
      'the cluster has no health_status or no health_status_reason: is it a row of the cluster list, not the detail of one cluster?',
    ],
    [{}, 'the cluster has no health_status or no health_status_reason: is it a row of the cluster list, not the detail of one cluster?'],
    [{ health_status: 'HEALTHY', health_status_reason: [] }, 'health_status_reason: wanted an object, got a list of 0'],
    [{ health_status: 'HEALTHY', health_status_reason: { api: 1 } }, 'health_status_reason.api: wanted a text, got 1'],
  ])('is not understood from %j', (record, message) => {
    expect(() => healthIn(new JsonObject(record, ''))).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
