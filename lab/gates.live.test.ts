import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatesRun, notPassed, onLab } from './gates-run.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from './index.ts'
import { makeStateDir, state } from './state.ts'

const wasUp = isUp()
beforeAll(() => labUp())
afterAll(async () => {
  if (!wasUp) await labDown()
})

const spine = [
  'juju-login-fresh',
  'units-reachable-by-ssh',
  'mgmt-api-answers',
  'haproxy-zero-down',
  'vip-primary-collision',
  'keystone-egress',
  'conductor-daemon-args',
  'helm-on-init-path',
]
const selection = [...spine.flatMap((gate) => ['--gate', gate]), ...onLab]

/** Each fault, the gates it must turn, and words that must be said. Every other gate stays green. */
const expected: readonly (readonly [fault: string, turns: Readonly<Record<string, string>>, says: readonly string[]])[] = [
  ['haproxy-plaintext-check', { 'haproxy-zero-down': 'fail' }, ['glance/0', 'DOWN, L7STS 400 Bad Request']],
  ['backend-killed', { 'haproxy-zero-down': 'fail' }, ['keystone-2 DOWN']],
  ['haproxy-socket-000', { 'haproxy-zero-down': 'unknown' }, ['nova-cloud-controller/0', 'is denied']],
  ['haproxy-socket-gone', { 'haproxy-zero-down': 'unknown' }, ['placement/0', 'socket']],
  ['haproxy-stopped', { 'haproxy-zero-down': 'unknown' }, ['neutron-api/0', 'nobody listens']],
  ['default-missing', { 'conductor-daemon-args': 'fail' }, ['there is no /etc/default/magnum-conductor', 'without --config-dir']],
  ['default-overwrites', { 'conductor-daemon-args': 'fail' }, ['overwrites', 'without --config-file']],
  ['default-not-restarted', { 'conductor-daemon-args': 'fail' }, ['runs without --config-dir']],
  ['default-unbalanced-quote', { 'conductor-daemon-args': 'fail' }, ['Unterminated quoted string']],
  ['conductor-binary-missing', { 'conductor-daemon-args': 'fail' }, ['the program is missing']],
  ['conductor-crash-loop', { 'conductor-daemon-args': 'fail' }, ['by systemd']],
  ['helm-only-local-bin', { 'helm-on-init-path': 'fail' }, ['magnum/1', 'no helm on the init PATH']],
  ['helm-wrong-version', { 'helm-on-init-path': 'fail' }, ['helm 3.17.2']],
  ['vip-equals-primary', { 'vip-primary-collision': 'fail' }, ['127.0.1.7, the VIP of glance', 'neutron-api/0']],
  ['sshd-stopped', { 'units-reachable-by-ssh': 'fail', 'haproxy-zero-down': 'unknown' }, ['octavia/0']],
  ['host-key-changed', { 'units-reachable-by-ssh': 'fail', 'haproxy-zero-down': 'unknown' }, ['openstack-dashboard/0', 'host key']],
  ['sudo-refused', { 'haproxy-zero-down': 'unknown' }, ['keystone/1', 'sudo']],
  ['probe-timeout', { 'keystone-egress': 'fail' }, ['TIMEOUT']],
  ['probe-refused', { 'keystone-egress': 'fail' }, ['REFUSED']],
  ['probe-image-pull', { 'keystone-egress': 'unknown' }, ['image']],
  ['probe-unschedulable', { 'keystone-egress': 'unknown' }, ['taint']],
  ['token-expired', { 'mgmt-api-answers': 'unknown', 'keystone-egress': 'skip' }, ['blocked by mgmt-api-answers']],
  ['api-stopped', { 'mgmt-api-answers': 'unknown', 'keystone-egress': 'skip' }, ['blocked by mgmt-api-answers']],
  ['api-down', { 'mgmt-api-answers': 'unknown', 'keystone-egress': 'skip' }, ['blocked by mgmt-api-answers']],
]

const juju = ['units-reachable-by-ssh', 'haproxy-zero-down', 'vip-primary-collision', 'conductor-daemon-args', 'helm-on-init-path']
const jujuFaults: typeof expected = ['macaroon-expired', 'controller-down'].map((fault) => [
  fault,
  { 'juju-login-fresh': 'unknown', ...Object.fromEntries(juju.map((gate) => [gate, 'skip'])) },
  fault === 'macaroon-expired' ? ['juju logout && juju login'] : ['refuses the connection'],
])

test('the healthy lab is green', async () => {
  const { exitCode, result } = await gatesRun(selection)
  expect({ exitCode, not: notPassed(result), verdict: result.verdict }).toEqual({ exitCode: 0, not: {}, verdict: 'pass' })
})

test('twelve units are asked over one connection each, however many gates ask them', async () => {
  const { result } = await gatesRun(selection)
  const { mgmt, ...units } = result.run.questions.connections
  expect(mgmt).toBe(1)
  expect(Object.keys(units)).toHaveLength(12)
  expect(new Set(Object.values(units))).toEqual(new Set([1]))
})

describe('each fault turns exactly its gates, and its end turns them green again', () => {
  test.each([...expected, ...jujuFaults])('%s', async (fault, turns, says) => {
    await applyFault(fault)
    try {
      const { result } = await gatesRun(selection)
      const told = JSON.stringify(result.gates)
      expect({ turned: notPassed(result), unsaid: says.filter((words) => !told.includes(words)) }, told).toEqual({
        turned: turns,
        unsaid: [],
      })
    } finally {
      await undoFault(fault)
    }
    await expect.poll(async () => notPassed((await gatesRun(selection)).result), { timeout: 60_000, interval: 1000 }).toEqual({})
  })
})

test('a recording made here replays to the same verdicts', async () => {
  makeStateDir()
  const dir = mkdtempSync(join(state('.'), 'recording-'))
  await applyFault('haproxy-plaintext-check')
  try {
    const live = await gatesRun([...selection, '--record', dir])
    const replayed = await gatesRun([...spine.flatMap((gate) => ['--gate', gate]), '--replay', dir])
    expect(replayed.result.gates.map(({ id, verdict, findings }) => ({ id, verdict, findings }))).toEqual(
      live.result.gates.map(({ id, verdict, findings }) => ({ id, verdict, findings })),
    )
    expect(replayed.exitCode).toBe(1)
  } finally {
    await undoFault('haproxy-plaintext-check')
    rmSync(dir, { recursive: true, force: true })
  }
})
