import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import type { PodObject } from './pod-object.ts'
import { isLeftOver, isOurs, isStuckBy, probeEffect, probePod } from './probe-pod.ts'

const createdMs = Date.parse('2026-11-22T11:40:00Z')
const noSuchPid = 4_194_305

describe('a left-over pod', () => {
  test.each([
    ['of our own run stays', pod('run-1', `${hostname()}/${process.pid}`), 0, false],
    ['of a dead process on this machine goes', pod('run-0', `${hostname()}/${noSuchPid}`), 0, true],
    ['of a living process on this machine stays', pod('run-0', `${hostname()}/${process.pid}`), 0, false],
    ['of another machine stays until its deadline', pod('run-0', 'another/7'), 89, false],
    ['of another machine goes after its deadline', pod('run-0', 'another/7'), 91, true],
    ['of a living process goes after its deadline', pod('run-0', `${hostname()}/${process.pid}`), 91, true],
    ['that names no owner stays until its deadline', pod('run-0'), 89, false],
    ['that names no process stays until its deadline', pod('run-0', `${hostname()}/-1`), 89, false],
    ['that names every process stays until its deadline', pod('run-0', `${hostname()}/0`), 89, false],
  ])('%s', (_, given, ageS, leftOver) => {
    expect(isLeftOver(given, 'run-1', createdMs + ageS * 1000)).toBe(leftOver)
  })
})

describe('a pod of a list is ours', () => {
  const ours = pod('run-0', 'another/7')
  const changed = (change: object) => ({ ...ours, metadata: { ...ours.metadata, ...change } })

  test.each([
    ['by the name we gave it', changed({})],
    ['by a name that Kubernetes made up for an older run', changed({ name: 'gates-probe-x7k2p' })],
  ])('%s', (_, given) => {
    expect(isOurs(given, 'default')).toBe(true)
  })

  const labels = ours.metadata.labels ?? {}
  test.each([
    ['it has another name', changed({ name: 'coredns-5d78c9869d-abcde' })],
    ['its name only begins as ours', changed({ name: 'gates-probe-0123456789ab-not' })],
    ['its name is a path', changed({ name: 'gates-probe-x7k2p/../../deployments/coredns' })],
    ['its name is empty', changed({ name: '' })],
    ['it is in another namespace', changed({ namespace: 'kube-system' })],
    ['it says no namespace', changed({ namespace: undefined })],
    ['it has no labels', changed({ labels: undefined })],
    ['another program manages it', changed({ labels: { ...labels, 'app.kubernetes.io/managed-by': 'Helm' } })],
    ['it names no run', changed({ labels: { ...labels, 'openstack-gates/run': undefined } })],
    ['it names no probe', changed({ labels: { ...labels, 'openstack-gates/probe': 'x' } })],
    ['it names no owner', changed({ annotations: {} })],
    ['it does not say when it was created', changed({ creationTimestamp: undefined })],
    ['it has no deadline', { ...ours, spec: {} }],
  ])('not when %s', (_, given) => {
    expect(isOurs(given as PodObject, 'default')).toBe(false)
  })
})

describe('the probe pod', () => {
  const made = probePod(
    { namespace: 'default', image: 'agnhost:2.53', timeoutS: 60 },
    { connect: '10.12.4.50:5000', runId: '2026-11-22T11:40:00Z/7', id: 'ab' },
  )

  test('has a name that we chose', () => {
    expect(made.metadata.name).toBe('gates-probe-ab')
    expect(made.metadata).not.toHaveProperty('generateName')
  })

  test('names its run in a value Kubernetes takes', () => {
    expect(made.metadata.labels).toEqual({
      'app.kubernetes.io/managed-by': 'openstack-gates',
      'openstack-gates/run': '2026-11-22T11-40-00Z-7',
      'openstack-gates/probe': 'ab',
    })
  })

  test('tries one connection and is allowed nothing else', () => {
    expect(made.spec).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      activeDeadlineSeconds: 90,
      securityContext: { runAsNonRoot: true },
    })
    expect(made.spec.containers[0]).toMatchObject({
      image: 'agnhost:2.53',
      args: ['connect', '10.12.4.50:5000', '--timeout=5s', '--protocol=tcp'],
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    })
  })

  test('is announced with its namespace', () => {
    expect(probeEffect('gates')).toBe('creates a pod in gates')
  })

  test('is stuck by an image that is not pulled and by a taint, not by a container being created', () => {
    const waiting = (reason: string) =>
      isStuckBy({ metadata: { name: 'x' }, status: { containerStatuses: [{ state: { waiting: { reason } } }] } })
    expect(waiting('ImagePullBackOff')).toBe('ImagePullBackOff')
    expect(waiting('ContainerCreating')).toBeUndefined()
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }]
    expect(isStuckBy({ metadata: { name: 'x' }, status: { conditions } })).toBe('Unschedulable')
  })
})

function pod(run: string, owner?: string): PodObject {
  const annotations = owner === undefined ? {} : { annotations: { 'openstack-gates/owner': owner } }
  return {
    metadata: {
      name: 'gates-probe-0123456789ab',
      namespace: 'default',
      creationTimestamp: new Date(createdMs).toISOString(),
      labels: {
        'app.kubernetes.io/managed-by': 'openstack-gates',
        'openstack-gates/run': run,
        'openstack-gates/probe': '0123456789ab',
      },
      ...annotations,
    },
    spec: { activeDeadlineSeconds: 90 },
  }
}
