import { readFileSync, writeFileSync } from 'node:fs'
import { dump } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Site } from '../lib/phase/site.ts'
import type { RunResult } from '../lib/report/result.ts'
import { deploySite, deployUp, setBundle } from './deploy.ts'
import { gatesRun, notPassed } from './gates-run.ts'
import { attemptIn, runIn } from './host.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from './index.ts'
import { writeJuju } from './juju.ts'
import { userKey } from './keys.ts'
import { diskOf } from './libvirt/host.ts'
import { change, setRefusal } from './maas/store.ts'
import { maasSite, maasUp, record } from './maas/up.ts'
import { attempt } from './run.ts'
import { projectRoot, state } from './state.ts'
import { hypervisor, model, networks, sshPort } from './table.ts'

const siteFile = state('deploy', 'site.yaml')
const maas = `${projectRoot}/lab/bin/maas`
const jujuStatus = state('juju', 'status.json')
const gates = [
  ...['juju-login-fresh', 'maas-hosts-known', 'maas-hosts-ready', 'vip-ranges-reserved', 'no-discovered-squatters'],
  ...[
    'libvirt-disks-private',
    'bundle-vips-in-block',
    'bundle-reserved-memory',
    'charms-match-lock',
    'units-settled',
    'staging-outside-tmp',
  ],
]

const wasUp = isUp()
beforeAll(async () => {
  await labUp()
  maasUp()
  deployUp()
  const site = {
    name: 'before-deploy',
    networks,
    ...maasSite(),
    hypervisor: { address: hypervisor.metal },
    ...deploySite(),
    juju: { model, command: `${projectRoot}/lab/bin/juju` },
    ssh: { port: sshPort, keyFile: userKey, agent: false, knownHosts: state('known_hosts') },
    keystone: { address: '127.0.4.50' },
  }
  Site.parse(site)
  writeFileSync(siteFile, dump(site, { noRefs: true }), { mode: 0o600 })
})
afterAll(async () => {
  if (!wasUp) await labDown()
})

async function look(): Promise<RunResult> {
  return (await gatesRun([...gates.flatMap((gate) => ['--gate', gate]), '--site', siteFile])).result
}

const onHypervisor = (program: readonly string[]) => runIn(hypervisor, program)

const said = (result: RunResult) => JSON.stringify(result.gates)

test('a cloud that is ready to be deployed is green', async () => {
  const result = await look()
  expect(notPassed(result), said(result)).toEqual({})
})

type Turn = () => unknown
const onMachine = (hostname: string, changed: object) => () =>
  change('machines', (all) => all.map((one) => (one.hostname === hostname ? { ...one, ...changed } : one)))

/** What is done, how it is taken back, which gates turn, and words that must be said. */
type Fault = readonly [what: string, apply: Turn, undo: Turn, turns: object, says: readonly string[]]
const faults: readonly Fault[] = [
  [
    'a host has half its memory',
    onMachine('machine-2', { memory: 16384 }),
    maasUp,
    { 'maas-hosts-ready': 'fail' },
    ['16384 MiB, wanted 32768'],
  ],
  [
    'a host was enlisted anew',
    onMachine('machine-3', { system_id: 'xnp47g' }),
    maasUp,
    { 'maas-hosts-known': 'fail', 'maas-hosts-ready': 'skip', 'no-discovered-squatters': 'skip' },
    ['no machine tmsafc, but machine-3 is xnp47g: enlisted again?', 'blocked by maas-hosts-known'],
  ],
  [
    'the provider VIPs are not reserved',
    () => change('ipranges', (all) => all.filter((range) => range.subnet.name !== 'provider')),
    maasUp,
    { 'vip-ranges-reserved': 'fail' },
    ['127.0.4.50 to 127.0.4.60 is in no reserved range'],
  ],
  [
    'a host’s own lease is on its planned address',
    () => change('ip-addresses-1', (all) => [...all.filter(({ ip }) => ip !== '127.0.1.103'), record('127.0.1.103', 2, 6)]),
    maasUp,
    { 'no-discovered-squatters': 'fail' },
    ['maas admin ipaddresses release ip=127.0.1.103 force=true discovered=true'],
  ],
  [
    'another host’s lease is on a planned address',
    () => change('ip-addresses-1', (all) => [...all.filter(({ ip }) => ip !== '127.0.1.103'), record('127.0.1.103', 3, 6)]),
    maasUp,
    { 'no-discovered-squatters': 'fail' },
    ['held by a lease of machine-3 (tmsafc): a real conflict, stop and look'],
  ],
  [
    'MAAS does not accept the key',
    () => setRefusal("Authorization Error: 'Invalid access token: canary'"),
    () => setRefusal(),
    { 'maas-hosts-known': 'unknown', 'maas-hosts-ready': 'skip', 'vip-ranges-reserved': 'unknown', 'no-discovered-squatters': 'skip' },
    ['MAAS does not accept the key of this profile'],
  ],
  [
    'a VIP stayed in the old block',
    () => setBundle({ glance: { vip: '127.0.4.226 127.0.1.151' } }),
    () => setBundle(),
    { 'bundle-vips-in-block': 'fail' },
    ['127.0.4.226 is outside the VIPs of provider'],
  ],
  [
    'nova reserves what the charm reserves',
    () => setBundle({ 'nova-compute': { 'reserved-host-memory': 512 } }),
    () => setBundle(),
    { 'bundle-reserved-memory': 'fail' },
    ['reserved-host-memory is 512, wanted 8192'],
  ],
  [
    'a unit is blocked',
    () =>
      writeFileSync(
        jujuStatus,
        readFileSync(jujuStatus, 'utf8').replace('"Unit is ready"', '"Missing relations: database"').replace('"active"', '"blocked"'),
      ),
    writeJuju,
    { 'units-settled': 'fail' },
    ['blocked: Missing relations: database'],
  ],
  [
    'a disk can be read by everybody',
    () => applyFault('osd-disk-readable'),
    () => undoFault('osd-disk-readable'),
    { 'libvirt-disks-private': 'warn' },
    [`sudo chmod 600 ${diskOf('machine-2')}`],
  ],
  [
    'a disk is missing',
    () => applyFault('osd-disk-missing'),
    () => undoFault('osd-disk-missing'),
    { 'libvirt-disks-private': 'warn' },
    [`there is no ${diskOf('machine-2')}`],
  ],
  [
    'libvirtd is stopped',
    () => applyFault('libvirtd-stopped'),
    () => undoFault('libvirtd-stopped'),
    { 'libvirt-disks-private': 'unknown' },
    ['libvirt does not answer on the hypervisor'],
  ],
]

describe('each fault turns exactly its gates, and its end turns them green again', () => {
  test.each(faults)('%s', async (_, apply, undo, turns, says) => {
    await apply()
    try {
      const result = await look()
      expect({ turned: notPassed(result), unsaid: says.filter((words) => !said(result).includes(words)) }, said(result)).toEqual({
        turned: turns,
        unsaid: [],
      })
      expect(said(result), 'what MAAS says of a token is not repeated').not.toContain('canary')
    } finally {
      await undo()
    }
    expect(notPassed(await look())).toEqual({})
  })
})

describe('the command that a finding gives', () => {
  const fixOf = async (gate: string) => (await look()).gates.find(({ id }) => id === gate)?.findings[0]?.fix ?? ''
  const paste = (command: string) => attempt(command.replace(/^maas/, maas).split(' '))

  test('releases a lease, which one flag alone does not', async () => {
    change('ip-addresses-1', (all) => [...all.filter(({ ip }) => ip !== '127.0.1.103'), record('127.0.1.103', 2, 6)])
    const fix = await fixOf('no-discovered-squatters')
    expect((await paste(fix.replace(' discovered=true', ''))).stdout).toBe('IP address 127.0.1.103 does not exist.')
    expect((await paste(fix)).exitCode).toBe(0)
    expect(notPassed(await look())).toEqual({})
  })

  test('gives a guest the memory it was planned with', async () => {
    onMachine('machine-2', { memory: 16384 })()
    expect((await attemptIn(hypervisor, ['sh', '-c', await fixOf('maas-hosts-ready')])).exitCode).toBe(0)
    expect(await onHypervisor(['virsh', 'dominfo', 'machine-2'])).toMatch(/^Max memory: +33554432 KiB\nUsed memory: +33554432 KiB$/m)
    maasUp()
  })

  test('reserves exactly what was left open', async () => {
    change('ipranges', (all) => all.map((range) => (range.subnet.name === 'provider' ? { ...range, end_ip: '127.0.4.57' } : range)))
    expect((await paste(await fixOf('vip-ranges-reserved'))).exitCode).toBe(0)
    expect(notPassed(await look())).toEqual({})
    maasUp()
  })
})

test('a running guest’s disk belongs to its own user meanwhile, and that is right', async () => {
  await onHypervisor(['virsh', 'start', 'machine-1'])
  expect(await onHypervisor(['stat', '-c', '%U', diskOf('machine-1')])).toBe('libvirt-qemu\n')
  expect(notPassed(await look())).toEqual({})
  await onHypervisor(['virsh', 'destroy', 'machine-1'])
  expect(await onHypervisor(['stat', '-c', '%U', diskOf('machine-1')])).toBe('root\n')
})
