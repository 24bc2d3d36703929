import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GateResult } from '../../lib/report/result.ts'
import { gatesRun, notPassed } from '../gates-run.ts'
import { projectRoot } from '../state.ts'
import { keystoneFaultsOf } from './faults.ts'
import { ownFront } from './front.ts'
import type { StandIn } from './place.ts'
import { type KeystoneLab, keystoneDown, keystoneUp } from './up.ts'

const dir = join(projectRoot, `.lab/test-keystone-${process.pid}`)
const reports = join(projectRoot, `.lab/test-keystone-${process.pid}-reports`)
const net = `127.0.${100 + (process.pid % 100)}`
const faults = keystoneFaultsOf(dir, ownFront(dir))
let lab: KeystoneLab

const subnet = {
  id: 'ext-subnet',
  name: 'provider-ext-subnet',
  network_id: 'ext',
  cidr: `${net}.0/24`,
  allocation_pools: [{ start: `${net}.100`, end: `${net}.200` }],
}
const standIns: readonly StandIn[] = [
  { type: 'image', name: 'glance', port: 9292 },
  { type: 'compute', name: 'nova', port: 8774, path: '/v2.1' },
  {
    type: 'network',
    name: 'neutron',
    port: 9696,
    answers: {
      '/v2.0/networks': { networks: [{ id: 'ext', name: 'provider-ext', 'router:external': true }] },
      '/v2.0/subnets': { subnets: [subnet] },
    },
  },
]
const gates = [
  'keystone-answers',
  'openrc-by-ip',
  'keystone-cert-has-ip-san',
  'root-ca-parses',
  'admin-project-scoped',
  'api-endpoints-answer',
  'vips-outside-pools',
]
/** What cannot be asked while Keystone gives no token. */
const blocked = { 'admin-project-scoped': 'skip', 'api-endpoints-answer': 'skip', 'vips-outside-pools': 'skip' }

beforeAll(async () => {
  lab = await keystoneUp(dir, { address: `${net}.5`, standIns })
  const site = {
    name: 'lab-keystone',
    networks: { provider: { cidr: `${net}.0/24`, vips: { from: `${net}.2`, to: `${net}.9` } } },
    ssh: { knownHosts: 'none' },
    keystone: { address: lab.address, port: lab.port },
    openrc: lab.openrc,
    caFile: lab.caFile,
  }
  writeFileSync(join(dir, 'site.yaml'), dump(site))
  mkdirSync(reports, { recursive: true, mode: 0o700 })
})
afterAll(async () => {
  await keystoneDown(dir)
  rmSync(reports, { recursive: true, force: true })
})

const run = (...more: readonly string[]) =>
  gatesRun(['--site', join(dir, 'site.yaml'), '--gate', gates.join(','), '--report-dir', reports, ...more])

describe('a real keystone', () => {
  test('that is healthy holds every gate green, over one connection to each place', async () => {
    const { result, exitCode } = await run()
    expect(notPassed(result)).toEqual({})
    expect(exitCode).toBe(0)
    expect(result.run.questions.connections).toEqual(
      Object.fromEntries([5000, 9292, 8774, 9696].map((port) => [`${lab.address}:${port}`, 1])),
    )
  })

  test('is reached by an openrc that nobody else may read', () => {
    expect((statSync(lab.openrc).mode & 0o777).toString(8)).toBe('600')
  })
})

describe('a fault turns exactly the gates it should, and its sentence names it', () => {
  test.each<[string, Readonly<Record<string, string>>, string, string]>([
    [
      'keystone-stopped',
      { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'unknown', ...blocked },
      'keystone-answers',
      'answers 503',
    ],
    [
      'keystone-mute',
      { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'unknown', ...blocked },
      'keystone-answers',
      'no answer within 30 s',
    ],
    [
      'keystone-refuses',
      { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'unknown', 'root-ca-parses': 'unknown', ...blocked },
      'keystone-answers',
      'refused the connection',
    ],
    [
      'keystone-hangs',
      { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'unknown', 'root-ca-parses': 'unknown', ...blocked },
      'keystone-answers',
      'never finished the TLS handshake',
    ],
    [
      'certificate-expired',
      { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'fail', ...blocked },
      'keystone-cert-has-ip-san',
      'expired on',
    ],
    [
      'certificate-by-name',
      { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'fail', ...blocked },
      'keystone-cert-has-ip-san',
      'CN=lab Keystone names keystone.lab.test',
    ],
    [
      'certificate-untrusted',
      { 'keystone-answers': 'fail', 'keystone-cert-has-ip-san': 'fail', 'root-ca-parses': 'fail', ...blocked },
      'keystone-cert-has-ip-san',
      'issued by CN=another root CA',
    ],
    [
      'project-scope-wrong',
      { 'admin-project-scoped': 'fail', 'api-endpoints-answer': 'skip', 'vips-outside-pools': 'skip' },
      'admin-project-scoped',
      'Keystone gives a scoped token for admin in admin_domain',
    ],
    [
      'user-without-project',
      {
        'admin-project-scoped': 'fail',
        'keystone-cert-has-ip-san': 'unknown',
        'api-endpoints-answer': 'skip',
        'vips-outside-pools': 'skip',
      },
      'admin-project-scoped',
      'none of 2 projects gives a scoped token',
    ],
    ['ca-file-indented', { 'root-ca-parses': 'fail', 'openrc-by-ip': 'unknown' }, 'root-ca-parses', 'is indented: line 1'],
  ])('%s', async (name, verdicts, gate, words) => {
    await faults[name]?.apply()
    try {
      const { result } = await run()
      expect(notPassed(result)).toEqual(verdicts)
      expect(said(result.gates.find((one) => one.id === gate))).toContain(words)
    } finally {
      await faults[name]?.undo()
    }
    expect(notPassed((await run()).result)).toEqual({})
  })

  test('every fault is tried', () => {
    expect(Object.keys(faults)).toHaveLength(10)
  })
})

test('neither the password nor a token is in anything that was written', async () => {
  await run('--record', join(reports, 'recorded'))
  const files = readdirSync(reports, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(20)
  const leaks = files.flatMap((entry) => {
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    return text.includes(lab.password) || /gAAAA[\w-]{20}/.test(text) ? [entry.name] : []
  })
  expect(leaks).toEqual([])
})

test('what was recorded replays to the same verdicts', async () => {
  const { result } = await gatesRun(['--replay', join(reports, 'recorded'), '--gate', gates.join(',')])
  expect(notPassed(result)).toEqual({})
})

function said(gate: GateResult | undefined): string {
  return JSON.stringify(gate)
}
