import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunResult } from '../lib/report/result.ts'
import { hypervisor } from './cloud/table.ts'
import { gatesRun, notPassed, onLab } from './gates-run.ts'
import { attemptIn, runIn } from './host/inside.ts'
import { attempt } from './host/run.ts'
import { projectRoot } from './host/state.ts'
import { applyFault, isUp, labDown, labUp, undoFault } from './index.ts'
import { diskOf } from './services/libvirt/host.ts'
import { change } from './services/maas/store.ts'
import { maasUp } from './services/maas/up.ts'

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
/** Results without those of the gates that these bring along: without Keystone and without a unit that is asked, no clock is compared. */
async function look(): Promise<RunResult> {
  const { result } = await gatesRun([...gates.flatMap((gate) => ['--gate', gate]), ...onLab])
  return { ...result, gates: result.gates.filter(({ id }) => gates.includes(id)) }
}

describe('the command that a finding gives', () => {
  const fixOf = async (gate: string) =>
    (await look()).gates.find(({ id }) => id === gate)?.claims.flatMap((claim) => claim.findings)[0]?.fix ?? ''
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
