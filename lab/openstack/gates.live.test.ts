import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planesFaultsOf } from '../faults/planes.ts'
import { gatesRun, notPassed, onLab } from '../gates-run.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from '../index.ts'
import { lives } from '../process.ts'
import { state } from '../state.ts'
import { daemonPid } from './daemon.ts'
import { openstackFaults } from './lab.ts'
import { apis } from './table.ts'

const wasUp = isUp()
beforeAll(() => labUp({ openstack: true }))
afterAll(async () => {
  await (wasUp ? labUp() : labDown())
})

/** What asks OpenStack's APIs, and what stands between them and a client. */
const gates = [
  'juju-login-fresh',
  'units-reachable-by-ssh',
  'mgmt-api-answers',
  'keystone-answers',
  'haproxy-zero-down',
  'haproxy-runs-its-config',
  'openrc-by-ip',
  'keystone-cert-has-ip-san',
  'root-ca-parses',
  'admin-project-scoped',
  'api-endpoints-answer',
  'vips-outside-pools',
  'amphora-image-tag-equal',
  'images-not-stuck',
  'seeded-images-raw',
  'mgmt-server-active',
  'mgmt-parked-as-declared',
  'keystone-egress',
  'image-properties',
  'template-cni-calico',
  'app-cred-roles',
  'cluster-health-explained',
  'auto-healing-unwired',
  'no-stuck-deletes',
  'loadbalancers-settled',
  'failover-headroom',
  'reserved-memory-effective',
  'no-zombie-amphorae',
  'capi-project-visible',
]

const run = () => gatesRun([...onLab, '--gate', gates.join(',')])

test('a healthy cloud is green, over one connection to each place of the catalogue', async () => {
  const { exitCode, result } = await run()
  expect({ exitCode, not: notPassed(result) }, JSON.stringify(result.gates)).toEqual({ exitCode: 0, not: {} })
  const places = { 50: [5000], 51: [9292], 52: [8774], 53: [9696], 54: [8778], 55: [9876], 57: [9511] }
  const vips = Object.entries(places).flatMap(([vip, ports]) =>
    ports.flatMap((port) => [`127.0.4.${vip}:${port}`, `127.0.1.1${vip}:${port}`]),
  )
  const apart = Object.entries(result.run.questions.connections).filter(([place]) => place.startsWith('127.'))
  expect(Object.fromEntries(apart)).toEqual(Object.fromEntries([...vips, '127.0.1.150:35357'].map((place) => [place, 1])))
})

/** What has to ask Keystone who it is, and whatever stands on that. */
const behindLogin = [
  'api-endpoints-answer',
  'vips-outside-pools',
  'amphora-image-tag-equal',
  'images-not-stuck',
  'seeded-images-raw',
  'mgmt-server-active',
  'mgmt-parked-as-declared',
  'image-properties',
  'loadbalancers-settled',
  'failover-headroom',
  'reserved-memory-effective',
  'no-zombie-amphorae',
  'capi-project-visible',
]
const ofMagnum = ['template-cni-calico', 'app-cred-roles', 'cluster-health-explained', 'auto-healing-unwired', 'no-stuck-deletes']
const all = (names: readonly string[], verdict: string) => Object.fromEntries(names.map((name) => [name, verdict]))
const blocked = { ...all([...behindLogin, ...ofMagnum], 'skip'), 'admin-project-scoped': 'skip' }
const silent = { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'unknown', ...blocked }
const distrusted = { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'fail', ...blocked }
const unscoped = { 'admin-project-scoped': 'fail', ...all(behindLogin, 'skip') }

/** Each fault, the gates it turns, and words that must be said. */
const expected: readonly (readonly [fault: string, turns: Readonly<Record<string, string>>, says: readonly string[]])[] = [
  ['keystone-stopped', silent, ['answers 503']],
  ['keystone-mute', silent, ['no answer within']],
  [
    'keystone-refuses',
    {
      ...silent,
      'root-ca-parses': 'unknown',
      'keystone-egress': 'fail',
      'haproxy-zero-down': 'unknown',
      'haproxy-runs-its-config': 'unknown',
    },
    ['refused the connection', 'nobody listens'],
  ],
  ['keystone-hangs', { ...silent, 'root-ca-parses': 'unknown', 'haproxy-zero-down': 'unknown' }, ['never finished the TLS handshake']],
  ['certificate-expired', distrusted, ['expired on']],
  ['certificate-by-name', distrusted, ['CN=lab Keystone names keystone.lab.test']],
  ['certificate-untrusted', { ...distrusted, 'root-ca-parses': 'fail' }, ['issued by CN=another root CA']],
  ['project-scope-wrong', unscoped, ['Keystone gives a scoped token for admin in admin_domain']],
  [
    'user-without-project',
    { ...unscoped, 'keystone-cert-has-ip-san': 'unknown', ...all(ofMagnum, 'unknown') },
    ['none of 2 projects gives a scoped token'],
  ],
  ['ca-file-indented', { 'root-ca-parses': 'fail', 'openrc-by-ip': 'unknown' }, ['is indented: line 1']],
  ['pool-over-vips', { 'vips-outside-pools': 'fail' }, ['provider-subnet']],
  ['load-balancer-error', { 'loadbalancers-settled': 'fail' }, ['ONLINE', 'ERROR']],
  ['load-balancer-pending', { 'loadbalancers-settled': 'fail', 'no-zombie-amphorae': 'unknown' }, ['PENDING_UPDATE']],
  ['amphora-without-server', { 'no-zombie-amphorae': 'warn' }, []],
  ['server-without-amphora', { 'no-zombie-amphorae': 'warn' }, ['amphora-5a0c1e55']],
  ['image-without-kube-version', { 'image-properties': 'fail' }, ['kube_version']],
  ['image-of-another-distro', { 'image-properties': 'fail' }, ['fedora-coreos']],
  ['amphora-image-untagged', { 'amphora-image-tag-equal': 'fail' }, []],
  ['image-import-hung', { 'images-not-stuck': 'fail' }, ['ubuntu-jammy-kube-v1.35.1', 'queued']],
  ['no-failover-headroom', { 'failover-headroom': 'fail' }, ['machine-0']],
  ['host-full', {}, []],
  ['host-down', {}, []],
  ['reserved-memory-512', { 'reserved-memory-effective': 'fail' }, []],
  ['mgmt-server-shutoff', { 'mgmt-server-active': 'fail', 'mgmt-parked-as-declared': 'skip' }, ['SHUTOFF']],
  ['template-flannel', { 'template-cni-calico': 'fail' }, ['capi-k8s-v1-35', 'flannel']],
  ['cluster-unhealthy', { 'cluster-health-explained': 'fail' }, ['EtcdClusterHealthy']],
  ['cluster-infrastructure-not-found', { 'cluster-health-explained': 'fail' }, ['D-042', 'demo-x7k2p4q9w1zt is there']],
  ['cluster-not-polled', { 'cluster-health-explained': 'unknown' }, ['without any reason']],
  ['cluster-delete-stuck', { 'no-stuck-deletes': 'fail', 'cluster-health-explained': 'skip' }, ['DELETE_IN_PROGRESS']],
]

// that one is taken back whole, the next one shows: it would turn more gates
describe('each fault turns exactly its gates', () => {
  test.each(expected)(
    '%s',
    async (name, turns, says) => {
      await applyFault(name)
      try {
        const { result } = await run()
        const told = JSON.stringify(result.gates)
        expect({ turned: notPassed(result), unsaid: says.filter((words) => !told.includes(words)) }, told).toEqual({
          turned: turns,
          unsaid: [],
        })
      } finally {
        await undoFault(name)
      }
    },
    600_000,
  )
})

test('a host that is down is no room for a failover', async () => {
  const both = ['host-full', 'host-down']
  for (const name of both) await applyFault(name)
  try {
    expect(notPassed((await run()).result)).toEqual({ 'failover-headroom': 'fail' })
  } finally {
    for (const name of both) await undoFault(name)
  }
}, 600_000)

test('every fault is tried, here or with the planes', () => {
  const ofPlanes = Object.keys(planesFaultsOf(state('openstack')))
  expect(Object.keys(openstackFaults).filter((name) => !ofPlanes.includes(name) && !expected.some(([tried]) => tried === name))).toEqual([])
})

describe('the lab, once it has an OpenStack', () => {
  const [keystone, services] = [state('keystone'), state('openstack')]
  const pids = () => [
    daemonPid(keystone, 'keystone'),
    ...['mariadb', 'rabbitmq', ...apis.map(({ name }) => name)].map((name) => daemonPid(services, name)),
  ]

  test('keeps it when it is whole, also without being told', async () => {
    const before = pids()
    await labUp()
    expect(pids()).toEqual(before)
  })

  test.each([
    [services, 'mariadb'],
    [keystone, 'keystone'],
    [state('apache'), 'keystone-0'],
  ])(
    '%s lost %s to kill -9: it comes up again, and is healthy',
    async (dir, name) => {
      process.kill(daemonPid(dir, name) ?? 0, 'SIGKILL')
      await labUp()
      expect(notPassed((await run()).result)).toEqual({})
    },
    600_000,
  )

  test('is taken down to the last process, also when folders have gone', async () => {
    const before = pids()
    for (const folder of [keystone, services]) rmSync(folder, { recursive: true })
    await labDown()
    expect(before.filter((pid) => pid === undefined || lives(pid))).toEqual([])
  })
})
