import { describe, expect, test } from 'vitest'
import type { CouldNotLook } from '../../transport/could-not-look.ts'
import { parseProbe } from './probe.ts'

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53'
const imageID = `registry.k8s.io/e2e-test-images/agnhost@sha256:${'99'.repeat(32)}`
const parse = (answer: Parameters<typeof parseProbe>[0]) => parseProbe(answer, image)

describe('a probe pod that ran to its end', () => {
  test('with exit 0 and no word has connected', () => {
    expect(parse(ended('Succeeded', 0, ''))).toEqual({ outcome: 'connected', exitCode: 0, said: '' })
  })

  test.each([
    ['another image', { imageID: 'docker.io/library/busybox@sha256:11' }, 'it ran docker.io/library/busybox@sha256:11'],
    ['nobody knows which image', { imageID: '' }, 'Kubernetes gives no ID of the image that ran'],
  ])('with exit 0 and no word of %s proves nothing', (_, change, why) => {
    const status = { ...container({ terminated: { exitCode: 0, reason: 'Completed' } }), ...change }
    expect(thrown(seen({ phase: 'Succeeded', containerStatuses: [status] }))).toMatchObject({
      name: 'NotUnderstood',
      message: `pod gates-probe-x7k2p succeeded, but proves nothing: ${why}, while ${image} was requested`,
    })
  })

  test.each([
    ['TIMEOUT\n', 'timeout', 'TIMEOUT'],
    ['REFUSED\n', 'refused', 'REFUSED'],
    ['DNS: lookup keystone.example: no such host\n', 'dns', 'DNS: lookup keystone.example: no such host'],
    ['OTHER: dial tcp 10.12.4.50:5000: connect: no route to host\n', 'other', 'OTHER: dial tcp 10.12.4.50:5000: connect: no route to host'],
    ['warning: something\nTIMEOUT\n', 'timeout', 'TIMEOUT'],
  ])('with exit 1 and %j has the outcome %s', (log, outcome, said) => {
    expect(parse(ended('Failed', 1, log))).toEqual({ outcome, exitCode: 1, said })
  })

  test('is judged by the words kept in its status when its log is lost', () => {
    expect(parse(seen({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 1, message: 'REFUSED\n' } })] }))).toEqual(
      {
        outcome: 'refused',
        exitCode: 1,
        said: 'REFUSED',
      },
    )
  })

  test.each([
    [
      'exit 1 without a word',
      ended('Failed', 1, ''),
      'pod gates-probe-x7k2p exited 1 and printed nothing; agnhost connect says TIMEOUT, REFUSED, DNS or OTHER',
    ],
    [
      'exit 1 with other words',
      ended('Failed', 1, 'Error: unknown command "connect"\n'),
      'pod gates-probe-x7k2p exited 1 and printed "Error: unknown command "connect""; agnhost connect says TIMEOUT, REFUSED, DNS or OTHER',
    ],
    [
      'exit 0 with a word',
      ended('Succeeded', 0, 'hello\nworld\n'),
      `pod gates-probe-x7k2p succeeded but printed "hello", where agnhost connect is silent: is ${image} agnhost?`,
    ],
    [
      'another exit code',
      ended('Failed', 127, 'connect: not found\n'),
      `pod gates-probe-x7k2p exited 127, which agnhost connect does not: is ${image} agnhost? It printed "connect: not found"`,
    ],
  ])('with %s is not understood', (_, answer, message) => {
    expect(thrown(answer)).toMatchObject({ name: 'NotUnderstood', message })
  })
})

describe('a probe pod that did not run could not look', () => {
  test.each([
    ['ImagePullBackOff', `Back-off pulling image "${image}"`],
    ['ErrImagePull', 'rpc error: manifest unknown'],
    ['InvalidImageName', 'couldn’t parse image reference'],
  ])('without its image: %s', (reason, message) => {
    expect(thrown(waiting(reason, message))).toMatchObject({
      name: 'CouldNotLook',
      kind: 'missing-tool',
      key: 'kube probe',
      message: `the image of pod gates-probe-x7k2p was not pulled (${reason}): ${message}`,
      remedy: `set mgmt.probe.image in the site file to an image that the cluster can pull; on the node: sudo crictl pull ${image}`,
    })
  })

  const said = '0/1 nodes are available: 1 node(s) had untolerated taint {node.cloudprovider.kubernetes.io/uninitialized: true}.'
  const unscheduled = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: said }
  const killed = (reason: string, exitCode: number) =>
    seen({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode, reason } })] })
  test.each([
    [
      'no node took it',
      seen({ phase: 'Pending', conditions: [unscheduled] }),
      'unreachable',
      `no node takes pod gates-probe-x7k2p: ${said}`,
    ],
    [
      'it stayed Pending',
      seen({ phase: 'Pending' }),
      'timeout',
      "pod gates-probe-x7k2p never started: it was still Pending when the probe's time was up",
    ],
    [
      'its container was being created',
      waiting('ContainerCreating'),
      'timeout',
      "pod gates-probe-x7k2p never started: its container was still being created when the probe's time was up",
    ],
    [
      'its container could not be configured',
      waiting('CreateContainerConfigError', 'container has runAsNonRoot'),
      'unreachable',
      'the container of pod gates-probe-x7k2p could not be started (CreateContainerConfigError): container has runAsNonRoot',
    ],
    [
      'it was still running',
      seen({ phase: 'Running', containerStatuses: [container({ running: {} })] }),
      'timeout',
      "pod gates-probe-x7k2p was still running when the probe's time was up",
    ],
    [
      'it was evicted',
      seen({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }),
      'unreachable',
      'pod gates-probe-x7k2p was evicted before it ended: The node was low on resource: memory.',
    ],
    [
      'its own deadline passed',
      seen({ phase: 'Failed', reason: 'DeadlineExceeded' }),
      'timeout',
      'pod gates-probe-x7k2p ran into its own deadline',
    ],
    ['its node was lost', seen({ phase: 'Unknown' }), 'unreachable', 'the node of pod gates-probe-x7k2p stopped answering'],
    [
      'it was out of memory',
      killed('OOMKilled', 137),
      'unreachable',
      'pod gates-probe-x7k2p was killed because it ran out of memory (OOMKilled, exit 137)',
    ],
    [
      'its image holds no agnhost',
      killed('StartError', 128),
      'missing-tool',
      'the container of pod gates-probe-x7k2p could not be started (StartError)',
    ],
    [
      'nobody knows how it ended',
      killed('ContainerStatusUnknown', 137),
      'unreachable',
      'it is not known how pod gates-probe-x7k2p ended (ContainerStatusUnknown)',
    ],
  ])('since %s', (_, answer, kind, message) => {
    const error = thrown(answer)
    expect(error).toMatchObject({ name: 'CouldNotLook', kind, key: 'kube probe', message })
    expect(error.remedy).toMatch(/^(kubectl|raise|set) /)
  })
})

describe('what is not a pod is not understood', () => {
  test.each([
    [
      'the display word of kubectl for a phase',
      seen({ phase: 'Completed' }),
      'pod gates-probe-x7k2p is in phase "Completed" and its container has no exit code; phases are Pending, Running, Succeeded and Failed',
    ],
    [
      'success without an exit code',
      seen({ phase: 'Succeeded' }),
      'pod gates-probe-x7k2p is in phase "Succeeded" and its container has no exit code; phases are Pending, Running, Succeeded and Failed',
    ],
    [
      'nothing',
      { kind: 'probe', pod: '', log: '' } as const,
      'the probe\'s answer cannot be read as a pod: wanted JSON, got 0 characters that end ""',
    ],
    [
      'a pod without status',
      { kind: 'probe', pod: '{"metadata":{"name":"x"}}', log: '' } as const,
      "the probe's answer cannot be read as a pod: status: wanted an object, got nothing",
    ],
  ])('%s', (_, answer, message) => {
    expect(thrown(answer)).toMatchObject({ name: 'NotUnderstood', message })
  })
})

function seen(status: object, log = '') {
  return { kind: 'probe', pod: JSON.stringify({ metadata: { name: 'gates-probe-x7k2p', namespace: 'default' }, status }), log } as const
}

function container(state: object) {
  return { name: 'probe', image, imageID, state, lastState: {}, ready: false, restartCount: 0 }
}

function waiting(reason: string, message?: string) {
  return seen({ phase: 'Pending', containerStatuses: [container({ waiting: { reason, message } })] })
}

function ended(phase: string, exitCode: number, log: string) {
  const state = { terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: '2026-11-22T11:52:00Z' } }
  return seen({ phase, containerStatuses: [container(state)] }, log)
}

function thrown(answer: Parameters<typeof parseProbe>[0]): CouldNotLook {
  try {
    parse(answer)
  } catch (error) {
    return error as CouldNotLook
  }
  throw new Error('it was understood')
}
