import { afterAll, expect, test } from 'vitest'
import { readPhases } from '../phase/phase.ts'
import { SceneList } from '../report/list.ts'
import { sceneNames } from '../run/conditions.ts'
import { gatesFor } from './test-gates.ts'

const gates = gatesFor('list')
afterAll(gates.remove)

test('gates list --scenes names every scene of a phase once, and what decides it', async () => {
  const { code, stdout } = await gates.run(['list', '--scenes', '--json', '--phase', '00'])
  const list = SceneList.parse(JSON.parse(stdout))
  const scenes = readPhases().flatMap((phase) =>
    phase.id === '00-maas' ? phase.gates.flatMap((spec) => sceneNames(spec).map((name) => `${spec.id} ${name}`)) : [],
  )
  expect({ code, names: list.map(({ gate, scene }) => `${gate} ${scene}`) }).toEqual({ code: 0, names: scenes })
  const disks = (name: string) => list.find(({ gate, scene }) => gate === 'libvirt-disks-private' && scene === name)
  expect(disks('image-corrupt')).toEqual({
    gate: 'libvirt-disks-private',
    scene: 'image-corrupt',
    verdict: 'warn',
    decidedBy: 'recorded',
    program:
      'stat 9.1, qemu-img 7.2.22 and virsh 9.0.0 of Debian 12, against libvirtd 9.0.0 with four small guests; ' +
      "virsh 9.0.0 of Debian 12, for a suspended guest of libvirt's test driver",
  })
  // the scene's answers are recorded, but one of them was removed by hand
  expect(disks('one-domain-not-answered')).toMatchObject({ verdict: 'unknown', decidedBy: 'authored' })
})

test('and says how many a real program decided', async () => {
  const { stdout } = await gates.run(['list', '--scenes', '--phase', '00'])
  expect(stdout).toMatch(/^libvirt-disks-private +healthy +pass +recorded$/m)
  expect(stdout).toMatch(
    /\n\d+ scenes\. Each is counted under the weakest source of the answers that decide its verdict: \d+ recorded from a real program, \d+ from a stand-in, \d+ authored\n$/,
  )
})
