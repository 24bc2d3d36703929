import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../../lib/report/result.ts'
import { gatesRun, notPassed } from '../gates-run.ts'
import { lives } from '../process.ts'
import { daemonPid } from './daemon.ts'
import { openstackFaultsOf } from './faults/index.ts'
import { apis } from './table.ts'
import { startTestOpenstack, type TestOpenstack } from './test-lab.ts'
import { openstackDown } from './up.ts'

let lab: TestOpenstack
beforeAll(async () => {
  lab = await startTestOpenstack()
})
afterAll(() => lab?.down())

/** What OpenStack's own APIs can answer: the rest of phases 05 to 08 also asks juju or the management cluster. */
const gates = [
  'keystone-answers',
  'admin-project-scoped',
  'keystone-cert-has-ip-san',
  'api-endpoints-answer',
  'mgmt-api-answers',
  'vips-outside-pools',
  'images-not-stuck',
  'seeded-images-raw',
  'mgmt-server-active',
  'mgmt-parked-as-declared',
  'image-properties',
  'template-cni-calico',
  'app-cred-roles',
  'cluster-health-explained',
  'auto-healing-unwired',
  'no-stuck-deletes',
  'loadbalancers-settled',
  'failover-headroom',
  'no-zombie-amphorae',
  'capi-project-visible',
]

const faults = () => openstackFaultsOf(lab.dir)

const run = (...more: readonly string[]): Promise<{ readonly exitCode: number; readonly result: RunResult }> =>
  gatesRun(['--site', lab.siteFile, '--gate', gates.join(','), '--report-dir', lab.reports, ...more])

test('a healthy cloud is green, each list asked once, over one connection to each service', async () => {
  const { exitCode, result } = await run()
  expect({ exitCode, not: notPassed(result) }, JSON.stringify(result.gates)).toEqual({ exitCode: 0, not: {} })
  const ports = { 5: 5000, 6: 9292, 7: 8778, 8: 8774, 9: 9696, 10: 9876, 11: 9511 }
  expect(result.run.questions.connections).toEqual({
    mgmt: 1,
    ...Object.fromEntries(Object.entries(ports).map(([octet, port]) => [`${lab.net}.${octet}:${port}`, 1])),
  })
})

/** Each fault, the gates it turns, and words that must be said. */
const expected: readonly (readonly [fault: string, turns: Readonly<Record<string, string>>, says: readonly string[]])[] = [
  ['pool-over-vips', { 'vips-outside-pools': 'fail' }, ['provider-subnet']],
  ['load-balancer-error', { 'loadbalancers-settled': 'fail' }, ['ONLINE', 'ERROR']],
  ['load-balancer-pending', { 'loadbalancers-settled': 'fail', 'no-zombie-amphorae': 'unknown' }, ['PENDING_UPDATE']],
  ['amphora-without-server', { 'no-zombie-amphorae': 'warn' }, []],
  ['server-without-amphora', { 'no-zombie-amphorae': 'warn' }, ['amphora-5a0c1e55']],
  ['image-without-kube-version', { 'image-properties': 'fail' }, ['kube_version']],
  ['image-of-another-distro', { 'image-properties': 'fail' }, ['fedora-coreos']],
  ['image-import-hung', { 'images-not-stuck': 'fail' }, ['ubuntu-jammy-kube-v1.35.1', 'queued']],
  ['no-failover-headroom', { 'failover-headroom': 'fail' }, ['machine-0']],
  ['host-full', {}, []],
  ['host-down', {}, []],
  ['reserved-memory-512', {}, []],
  ['mgmt-server-shutoff', { 'mgmt-server-active': 'fail', 'mgmt-parked-as-declared': 'skip' }, ['SHUTOFF']],
  ['template-flannel', { 'template-cni-calico': 'fail' }, ['capi-k8s-v1-35', 'flannel']],
  ['cluster-unhealthy', { 'cluster-health-explained': 'fail' }, ['EtcdClusterHealthy']],
  ['cluster-infrastructure-not-found', { 'cluster-health-explained': 'fail' }, ['D-042', 'demo-x7k2p4q9w1zt is there']],
  ['cluster-not-polled', { 'cluster-health-explained': 'unknown' }, ['without any reason']],
  ['cluster-delete-stuck', { 'no-stuck-deletes': 'fail', 'cluster-health-explained': 'skip' }, ['DELETE_IN_PROGRESS']],
]

describe('each fault turns exactly its gates, and its end turns them green again', () => {
  test.each(expected)(
    '%s',
    async (name, turns, says) => {
      await faults()[name]?.apply()
      try {
        const { result } = await run()
        const told = JSON.stringify(result.gates)
        expect({ turned: notPassed(result), unsaid: says.filter((words) => !told.includes(words)) }, told).toEqual({
          turned: turns,
          unsaid: [],
        })
      } finally {
        await faults()[name]?.undo()
      }
      expect(notPassed((await run()).result)).toEqual({})
    },
    600_000,
  )
})

test('a host that is down is no room for a failover', async () => {
  const both = ['host-full', 'host-down']
  for (const name of both) await faults()[name]?.apply()
  try {
    expect(notPassed((await run()).result)).toEqual({ 'failover-headroom': 'fail' })
  } finally {
    for (const name of both) await faults()[name]?.undo()
  }
}, 600_000)

test('every fault is tried, but for one that only a gate of juju sees', () => {
  expect(Object.keys(faults()).filter((name) => !expected.some(([tried]) => tried === name))).toEqual(['amphora-image-untagged'])
})

describe('a cloud', () => {
  const pids = () => ['mariadb', 'rabbitmq', ...apis.map(({ name }) => name)].map((name) => daemonPid(lab.dir, name))

  test('that is whole is kept', async () => {
    const before = pids()
    await lab.up()
    expect(pids()).toEqual(before)
  })

  test('that lost a daemon to kill -9 comes up again, and is healthy', async () => {
    process.kill(daemonPid(lab.dir, 'mariadb') ?? 0, 'SIGKILL')
    await lab.up()
    expect(notPassed((await run()).result)).toEqual({})
  }, 600_000)

  test('is taken down to the last process, also when its folder has gone', async () => {
    const before = pids()
    rmSync(lab.dir, { recursive: true })
    await openstackDown(lab.dir)
    expect(before.filter((pid) => pid === undefined || lives(pid))).toEqual([])
  })
})
