import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatesRun, notPassed, onLab } from '../gates-run.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from '../index.ts'

const wasUp = isUp()
beforeAll(() => labUp())
afterAll(async () => {
  if (!wasUp) await labDown()
})

const gates = [
  'k8s-features-enabled',
  'cert-manager-ready',
  'orc-before-capo',
  'capi-providers-ready',
  'capi-providers-pinned',
  'conductor-conf-dir-read',
  'kubeconfig-sealed',
  'kubeconfig-least-privilege',
  'driver-pinned',
  'driver-contract-coherent',
  'nodes-initialized',
]
const selection = [...gates.flatMap((gate) => ['--gate', gate]), ...onLab]

/** Each fault, the gates it must turn, and words that must be said. Every other gate stays green. */
const expected: readonly (readonly [fault: string, turns: Readonly<Record<string, string>>, says: readonly string[]])[] = [
  [
    'k8s-features-off',
    { 'k8s-features-enabled': 'fail' },
    ['network', 'is not enabled: disabled', 'does not say that the cluster is ready'],
  ],
  ['driver-api-version-not-served', { 'driver-contract-coherent': 'fail' }, ['the API serves openstackclusters in v1beta2']],
  ['driver-1.3.0', { 'driver-pinned': 'fail', 'driver-contract-coherent': 'fail' }, ['magnum/1', 'magnum-capi-helm 1.3.0', 'v1alpha6']],
  ['kubeconfig-readable', { 'kubeconfig-sealed': 'fail' }, ['/etc/magnum/kubeconfig is 0644']],
  ['kubeconfig-in-tmp', { 'kubeconfig-sealed': 'fail' }, ['/tmp/kubeconfig.b64']],
  ['kubeconfig-of-admin', { 'kubeconfig-least-privilege': 'warn' }, ['User/kubernetes-admin is in the group system:masters']],
  [
    'conf-dir-file-not-read',
    { 'conductor-conf-dir-read': 'fail', 'kubeconfig-sealed': 'fail', 'kubeconfig-least-privilege': 'unknown' },
    ['it holds 90-capi-helm.cfg'],
  ],
  ['conf-file-not-readable', { 'conductor-conf-dir-read': 'fail' }, ['is 0600 root:root, which magnum may not read']],
  ['uninitialized-taint', { 'nodes-initialized': 'fail' }, ['workload/demo capi-mgmt-0']],
  ['cloud-provider-taint', {}, []],
]

test('a lab with everything in place is green', async () => {
  const { result } = await gatesRun(selection)
  expect(notPassed(result), JSON.stringify(result.gates)).toEqual({})
})

describe('each fault turns exactly its gates, and its end turns them green again', () => {
  test.each(expected)('%s', async (fault, turns, says) => {
    await applyFault(fault)
    const { result } = await gatesRun(selection).finally(() => undoFault(fault))
    const told = JSON.stringify(result.gates)
    expect({ turned: notPassed(result), unsaid: says.filter((words) => !told.includes(words)) }, told).toEqual({
      turned: turns,
      unsaid: [],
    })
    expect(notPassed((await gatesRun(selection)).result)).toEqual({})
  })
})
