import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { isLeftOver, isStuckBy, type PodObject, probeEffect, probePod } from './probe-pod.ts'

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
    ['that names no owner goes', pod('run-0'), 0, true],
    ['without a creation time goes', { metadata: { name: 'x', annotations: { 'openstack-gates/owner': 'another/7' } } }, 0, true],
  ])('%s', (_, given, ageS, leftOver) => {
    expect(isLeftOver(given, 'run-1', createdMs + ageS * 1000)).toBe(leftOver)
  })
})

describe('the probe pod', () => {
  const made = probePod(
    { namespace: 'default', image: 'agnhost:2.53', timeoutS: 60 },
    { connect: '10.12.4.50:5000', runId: '2026-11-22T11:40:00Z/7', id: 'ab' },
  )

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
      name: 'gates-probe-x',
      creationTimestamp: new Date(createdMs).toISOString(),
      labels: { 'openstack-gates/run': run },
      ...annotations,
    },
    spec: { activeDeadlineSeconds: 90 },
  }
}
