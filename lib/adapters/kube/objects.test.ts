import { describe, expect, test } from 'vitest'
import { jsonObject } from '../json.ts'
import { clusters, openstackClusters } from './clusters.ts'
import { deployments } from './deployments.ts'
import type { ListOf } from './list.ts'
import { nodes } from './nodes.ts'
import { pods } from './pods.ts'
import { roleBindings, roleIn } from './role-bindings.ts'

const read = <Fact>(what: ListOf<Fact>, object: object): Fact => what.item(jsonObject(JSON.stringify(object)))
const metadata = { name: 'one', namespace: 'here', creationTimestamp: '2026-11-01T09:00:00Z', generation: 2 }
const createdAt = new Date('2026-11-01T09:00:00Z')

describe('a node', () => {
  const node = (status: object, spec: object = {}) => read(nodes, { metadata: { ...metadata, namespace: undefined }, spec, status })

  test('is ready, or says why not', () => {
    expect(node({ conditions: [{ type: 'Ready', status: 'True' }] })).toEqual({
      name: 'one',
      createdAt,
      isReady: true,
      isCordoned: false,
      states: [{ saw: 'Ready is True', is: 'good' }],
      problems: [],
      taints: [],
    })
    const down = { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'cni plugin not initialized' }
    expect(node({ conditions: [down] })).toMatchObject({
      isReady: false,
      why: 'Ready is False: KubeletNotReady: cni plugin not initialized',
    })
    expect(node({ conditions: [{ ...down, status: 'Unknown', message: '' }] })).toMatchObject({ why: 'Ready is Unknown: KubeletNotReady' })
    expect(node({})).toMatchObject({ isReady: false, why: 'Ready is not reported' })
  })

  test('says since when a condition holds, where that was written', () => {
    const conditions = [
      { type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure', lastTransitionTime: '2026-11-20T09:40:12Z' },
      { type: 'Ready', status: 'True' },
    ]
    expect(node({ conditions }).states).toEqual([
      { saw: 'DiskPressure is True: KubeletHasDiskPressure', is: 'bad', since: new Date('2026-11-20T09:40:12Z') },
      { saw: 'Ready is True', is: 'good' },
    ])
  })

  test('says when its kubelet last reported, where that was written', () => {
    const ready = { type: 'Ready', status: 'True', lastHeartbeatTime: '2026-11-20T06:52:41Z' }
    const other = { type: 'NetworkUnavailable', status: 'False', lastHeartbeatTime: '2026-11-18T08:10:00Z' }
    expect(node({ conditions: [other, ready] }).reportedAt).toEqual(new Date('2026-11-20T06:52:41Z'))
    expect(node({ conditions: [other, { ...ready, lastHeartbeatTime: null }] }).reportedAt).toBeUndefined()
  })

  test('has the problems that a problem detector reports', () => {
    const conditions = [
      { type: 'ReadonlyFilesystem', status: 'True', reason: 'FilesystemIsReadOnly' },
      { type: 'KernelDeadlock', status: 'False', reason: 'KernelHasNoDeadlock' },
      { type: 'GpuHealthy', status: 'True' },
    ]
    expect(node({ conditions }).problems).toEqual(['ReadonlyFilesystem is True: FilesystemIsReadOnly'])
  })

  test('has its taints by key, with or without a value', () => {
    const taints = [
      { key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' },
      { key: 'a/b', value: 'true', effect: 'NoExecute' },
    ]
    expect(node({}, { taints }).taints).toEqual(['node.cluster.x-k8s.io/uninitialized', 'a/b'])
  })
})

describe('a deployment', () => {
  const available = { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' }
  const good = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1, conditions: [available] }
  const containers = [{ image: 'quay.io/jetstack/cert-manager-webhook:v1.20.2' }]
  const deployment = (status: object, spec: object = {}) =>
    read(deployments, { metadata, spec: { replicas: 1, template: { spec: { containers } }, ...spec }, status })

  test('is available when what it now asks for serves', () => {
    const state = { saw: 'Available is True: MinimumReplicasAvailable', is: 'good' }
    expect(deployment(good)).toEqual({ namespace: 'here', name: 'one', createdAt, state, images: [containers[0]?.image] })
  })

  test.each([
    [
      { conditions: [{ ...available, status: 'False', reason: 'MinimumReplicasUnavailable' }] },
      {},
      'Available is False: MinimumReplicasUnavailable',
    ],
    [{ conditions: [] }, {}, 'Available is not reported'],
    [{ replicas: 0, updatedReplicas: 0 }, { replicas: 0 }, 'scaled to 0'],
    [{ observedGeneration: 1 }, {}, 'its controller has not yet seen the last change of its spec'],
    [{ updatedReplicas: undefined }, {}, '0 of 1 updated: an older version still serves'],
    [{ availableReplicas: undefined }, {}, '0 of 1 replicas are available'],
    [{ replicas: 2, unavailableReplicas: 1 }, {}, '1 of 2 replicas are unavailable: the roll-out has not ended'],
  ])('with %j and %j is not', (status, spec, saw) => {
    expect(deployment({ ...good, ...status }, spec).state).toEqual({ saw, is: 'bad' })
  })

  test.each([
    ['Unknown', 'waiting'],
    ['true', 'unheard'],
  ])('whose Available is %s is %s', (status, is) => {
    expect(deployment({ ...good, conditions: [{ ...available, status }] }).state.is).toBe(is)
  })

  test('names the chart it came from', () => {
    const labels = { 'helm.sh/chart': 'cluster-api-addon-provider-0.12.0' }
    expect(read(deployments, { metadata: { ...metadata, labels }, spec: { template: { spec: { containers } } }, status: good }).chart).toBe(
      'cluster-api-addon-provider-0.12.0',
    )
  })
})

describe('a pod', () => {
  const pod = (status: object, more: object = {}) =>
    read(pods, { metadata: { ...metadata, ...more }, spec: { containers: [{ name: 'manager', image: 'a:1' }] }, status })
  const ready = { type: 'Ready', status: 'True' }
  const container = {
    name: 'manager',
    ready: true,
    restartCount: 0,
    state: { running: { startedAt: '2026-11-01T09:00:00Z' } },
    lastState: {},
  }

  test('is ready when it and its containers are, and it stays', () => {
    expect(pod({ phase: 'Running', conditions: [ready], containerStatuses: [container] })).toMatchObject({ isReady: true, images: ['a:1'] })
    expect(pod({ phase: 'Running', conditions: [ready], containerStatuses: [{ ...container, ready: false }] }).isReady).toBe(false)
    expect(pod({ phase: 'Running', conditions: [], containerStatuses: [container] }).isReady).toBe(false)
    const leaving = { deletionTimestamp: '2026-11-20T09:00:00Z' }
    expect(pod({ phase: 'Running', conditions: [ready], containerStatuses: [container] }, leaving).isReady).toBe(false)
  })

  test('in a crash loop is Running, and tells when its container last ended', () => {
    const lastState = { terminated: { exitCode: 1, reason: 'Error', finishedAt: '2026-11-20T09:59:20Z' } }
    const looping = { ...container, restartCount: 6, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState }
    expect(pod({ phase: 'Running', containerStatuses: [looping] })).toMatchObject({
      phase: 'Running',
      containers: [{ name: 'manager', restarts: 6, stopped: 'CrashLoopBackOff', lastEndedAt: new Date('2026-11-20T09:59:20Z') }],
    })
  })

  test('shows an init container until that has done its work', () => {
    const init = { name: 'install-cni', ready: false, restartCount: 4, lastState: {} }
    const containersOf = (state: object) =>
      pod({ phase: 'Pending', initContainerStatuses: [{ ...init, state }], containerStatuses: [] }).containers
    expect(containersOf({ terminated: { exitCode: 0, reason: 'Completed', finishedAt: '2026-11-20T09:59:20Z' } })).toEqual([])
    expect(containersOf({ waiting: { reason: 'CrashLoopBackOff' } })).toMatchObject([
      { name: 'install-cni', isInit: true, stop: { is: 'bad' } },
    ])
    expect(containersOf({ terminated: { exitCode: 1, reason: 'Error' } })).toMatchObject([{ stopped: 'Error' }])
  })

  test('tells since when it has not been ready', () => {
    const since = '2026-11-20T09:00:00Z'
    const notReady = { type: 'Ready', status: 'False', lastTransitionTime: since }
    const notTaken = { type: 'PodScheduled', status: 'False', lastTransitionTime: since }
    expect(pod({ phase: 'Running', conditions: [notReady] }).notReadySince).toEqual(new Date(since))
    expect(pod({ phase: 'Pending', conditions: [notTaken] }).notReadySince).toEqual(new Date(since))
    expect(pod({ phase: 'Running', conditions: [ready] }).notReadySince).toBeUndefined()
  })

  test('that no node takes says why', () => {
    const message = '0/2 nodes are available: 2 node(s) had untolerated taint {node.cluster.x-k8s.io/uninitialized: }.'
    expect(
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] }).unschedulable,
    ).toBe(message)
  })
})

describe('an object of Cluster API', () => {
  test('tells since when it is being deleted, and who still holds it', () => {
    const finalizers = ['openstackcluster.infrastructure.cluster.x-k8s.io', 'janitor.capi.stackhpc.com']
    const ownerReferences = [{ apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Cluster', name: 'demo-x7k2p4q9w1zt', uid: 'u' }]
    const deletionTimestamp = '2026-11-20T09:00:00Z'
    expect(read(openstackClusters, { metadata: { ...metadata, finalizers, ownerReferences, deletionTimestamp }, spec: {} })).toEqual({
      kind: 'OpenStackCluster',
      namespace: 'here',
      name: 'one',
      finalizers,
      owners: ['Cluster/demo-x7k2p4q9w1zt'],
      deletingSince: new Date(deletionTimestamp),
    })
  })

  test('names its infrastructure once it has some', () => {
    expect(read(clusters, { metadata, spec: { infrastructureRef: { kind: 'OpenStackCluster', name: 'two' } } })).toMatchObject({
      kind: 'Cluster',
      infrastructure: 'OpenStackCluster/two',
      finalizers: [],
    })
    expect('infrastructure' in read(clusters, { metadata, spec: {} })).toBe(false)
  })
})

test.each([
  [
    'of cluster-admin',
    [
      { verbs: ['*'], nonResourceURLs: ['*'] },
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    ],
    true,
  ],
  ['with the words beside others', [{ verbs: ['get', '*'], apiGroups: ['', '*'], resources: ['*', 'pods'] }], true],
  ['for one group', [{ verbs: ['*'], apiGroups: [''], resources: ['*'] }], false],
  ['for reading', [{ verbs: ['get', 'list'], apiGroups: ['*'], resources: ['*'] }], false],
  ['for URLs', [{ verbs: ['*'], nonResourceURLs: ['*'] }], false],
  ['without rules', null, false],
])('a role %s', (_, rules, allowsAll) => {
  expect(roleIn(jsonObject(JSON.stringify({ metadata, rules })))).toEqual({ name: 'one', allowsAll, hasRules: rules !== null })
})

test('a role binding names whom it means', () => {
  const subjects = [
    { kind: 'Group', name: 'system:masters' },
    { kind: 'ServiceAccount', name: 'manager', namespace: 'capo-system' },
  ]
  expect(read(roleBindings, { metadata, roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }, subjects })).toEqual({
    name: 'one',
    role: 'cluster-admin',
    subjects: ['Group/system:masters', 'ServiceAccount/capo-system/manager'],
  })
})

describe('an object is not understood', () => {
  test.each([
    ['without a name', { metadata: { creationTimestamp: '2026-11-01T09:00:00Z' } }, 'metadata.name: wanted a text, got nothing'],
    [
      'with a name no shell should see',
      { metadata: { ...metadata, name: 'x; reboot' } },
      'metadata.name: "x; reboot" is not a name Kubernetes allows',
    ],
    ['without its time', { metadata: { name: 'one' } }, 'metadata.creationTimestamp: wanted a text, got nothing'],
    [
      'with no time for a time',
      { metadata: { ...metadata, deletionTimestamp: 'yesterday' } },
      'metadata.deletionTimestamp: wanted a time such as 2026-11-20T10:00:00Z, got "yesterday"',
    ],
    ['with finalizers of another type', { metadata: { ...metadata, finalizers: [1] } }, 'metadata.finalizers[0]: wanted a text, got 1'],
  ])('%s', (_, object, message) => {
    expect(() => read(openstackClusters, object)).toThrow(expect.objectContaining({ name: 'NotUnderstood', message }))
  })
})
