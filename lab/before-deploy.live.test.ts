import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../lib/report/result.ts'
import { gatesRun, notPassed, onLab } from './gates-run.ts'
import { attemptIn, runIn } from './host.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from './index.ts'
import { diskOf } from './libvirt/host.ts'
import { change } from './maas/store.ts'
import { maasUp } from './maas/up.ts'
import { attempt } from './run.ts'
import { projectRoot } from './state.ts'
import { hypervisor } from './table.ts'

const wasUp = isUp()
beforeAll(() => labUp())
afterAll(async () => {
  if (!wasUp) await labDown()
})

const gates = [
  'juju-login-fresh',
  'maas-hosts-known',
  'maas-hosts-ready',
  'vip-ranges-reserved',
  'no-discovered-squatters',
  'libvirt-disks-private',
  'bundle-vips-in-block',
  'bundle-reserved-memory',
  'charms-match-lock',
  'units-settled',
  'staging-outside-tmp',
  'staged-images-verified',
]
const look = async () => (await gatesRun([...gates.flatMap((gate) => ['--gate', gate]), ...onLab])).result
const said = (result: RunResult) => JSON.stringify(result.gates)

const blind = {
  'maas-hosts-known': 'unknown',
  'maas-hosts-ready': 'skip',
  'vip-ranges-reserved': 'unknown',
  'no-discovered-squatters': 'skip',
}
const enlisted = { 'maas-hosts-known': 'fail', 'maas-hosts-ready': 'skip', 'no-discovered-squatters': 'skip' }
const disk = diskOf('machine-2')

/** Each fault, the gates it must turn, and words that must be said. Every other gate stays green. */
const expected: readonly (readonly [fault: string, turns: Readonly<Record<string, string>>, says: readonly string[]])[] = [
  ['host-memory-16384', { 'maas-hosts-ready': 'fail' }, ['16384 MiB, wanted 32768']],
  ['host-enlisted-anew', enlisted, ['no machine h8frng, but machine-2 is xnp47g: enlisted again?', 'blocked by maas-hosts-known']],
  ['vips-not-reserved', { 'vip-ranges-reserved': 'fail' }, ['127.0.4.50 to 127.0.4.60 is in no reserved range']],
  ['vips-in-dynamic-range', { 'vip-ranges-reserved': 'fail' }, ['dynamic']],
  [
    'lease-of-the-host-itself',
    { 'no-discovered-squatters': 'fail' },
    ['maas admin ipaddresses release ip=127.0.1.103 force=true discovered=true'],
  ],
  [
    'lease-of-another-host',
    { 'no-discovered-squatters': 'fail' },
    ['held by a lease of machine-3 (tmsafc): a real conflict, stop and look'],
  ],
  ['maas-key-refused', blind, ['MAAS does not accept the key of this profile']],
  ['osd-disk-readable', { 'libvirt-disks-private': 'warn' }, [`sudo chmod 600 ${disk}`]],
  ['osd-disk-missing', { 'libvirt-disks-private': 'warn' }, [`there is no ${disk}`]],
  ['libvirtd-stopped', { 'libvirt-disks-private': 'unknown' }, ['libvirt does not answer on the hypervisor']],
  ['bundle-vip-in-stale-block', { 'bundle-vips-in-block': 'fail' }, ['127.0.4.240']],
  ['bundle-vip-on-a-host', { 'bundle-vips-in-block': 'fail' }, ['127.0.1.101']],
  ['bundle-reserved-memory-512', { 'bundle-reserved-memory': 'fail' }, ['reserved-host-memory is 512, wanted 8192']],
  ['charm-off-lock', { 'charms-match-lock': 'warn' }, ['99']],
  ['unit-blocked', { 'units-settled': 'fail' }, ['blocked: Missing relations: database']],
  ['staging-in-tmp', { 'staging-outside-tmp': 'fail' }, ['/dev/shm/gates-lab-staging']],
  ['staged-image-cut', { 'staged-images-verified': 'warn' }, ['jammy.img']],
]

test('a cloud that is ready to be deployed is green', async () => {
  const result = await look()
  expect(notPassed(result), said(result)).toEqual({})
})

describe('each fault turns exactly its gates, and its end turns them green again', () => {
  test.each(expected)('%s', async (fault, turns, says) => {
    await applyFault(fault)
    const told = await look().finally(() => undoFault(fault))
    expect({ turned: notPassed(told), unsaid: says.filter((words) => !said(told).includes(words)) }, said(told)).toEqual({
      turned: turns,
      unsaid: [],
    })
    expect(said(told), 'what MAAS says of a token is not repeated').not.toContain('canary')
    expect(notPassed(await look())).toEqual({})
  })
})

describe('the command that a finding gives', () => {
  const fixOf = async (gate: string) => (await look()).gates.find(({ id }) => id === gate)?.findings[0]?.fix ?? ''
  const paste = (command: string) => attempt(command.replace(/^maas/, `${projectRoot}/lab/bin/maas`).split(' '))

  test('releases a lease, which one flag alone does not', async () => {
    await applyFault('lease-of-the-host-itself')
    try {
      const fix = await fixOf('no-discovered-squatters')
      expect((await paste(fix.replace(' discovered=true', ''))).stdout).toBe('IP address 127.0.1.103 does not exist.')
      expect((await paste(fix)).exitCode).toBe(0)
      expect(notPassed(await look())).toEqual({})
    } finally {
      await undoFault('lease-of-the-host-itself')
    }
  })

  test('gives a guest the memory it was planned with', async () => {
    await applyFault('host-memory-16384')
    const fix = await fixOf('maas-hosts-ready').finally(() => undoFault('host-memory-16384'))
    expect((await attemptIn(hypervisor, ['sh', '-c', fix])).exitCode).toBe(0)
    expect(await runIn(hypervisor, ['virsh', 'dominfo', 'machine-2'])).toMatch(/^Max memory: +33554432 KiB\nUsed memory: +33554432 KiB$/m)
  })

  test('reserves exactly what was left open', async () => {
    change('ipranges', (all) => all.map((range) => (range.subnet.name === 'provider' ? { ...range, end_ip: '127.0.4.57' } : range)))
    try {
      expect((await paste(await fixOf('vip-ranges-reserved'))).exitCode).toBe(0)
      expect(notPassed(await look())).toEqual({})
    } finally {
      maasUp()
    }
  })
})

test('a running guest’s disk belongs to its own user meanwhile, and that is right', async () => {
  const owner = () => runIn(hypervisor, ['stat', '-c', '%U', diskOf('machine-1')])
  await runIn(hypervisor, ['virsh', 'start', 'machine-1'])
  try {
    expect(await owner()).toBe('libvirt-qemu\n')
    expect(notPassed(await look())).toEqual({})
  } finally {
    await runIn(hypervisor, ['virsh', 'destroy', 'machine-1'])
  }
  expect(await owner()).toBe('root\n')
})
