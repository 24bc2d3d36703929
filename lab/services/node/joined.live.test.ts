import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lives, namespaceMates } from '../../host/process.ts'
import { patienceS, run } from '../../host/run.ts'
import { kubeFaultsOf } from '../kube/faults.ts'
import { startTestLab, type TestLab } from '../kube/test-lab.ts'
import { kubeDown } from '../kube/up.ts'
import { groupOf, hierarchies } from './cgroups.ts'
import { joinNode, nodeMachine, nodeRuns, signalKubelet } from './joined.ts'

const patienceMs = patienceS * 1000

let lab: TestLab
let network: string
beforeAll(async () => {
  network = await devicesAndRoutes()
  lab = await startTestLab('real')
}, 2 * patienceMs)
afterAll(() => lab?.down(), patienceMs)

describe('a node that is joined to a cluster of the lab', { timeout: patienceMs }, () => {
  test('is kept when it runs', async () => {
    const { pid } = nodeMachine(lab.dir)
    await joinNode(lab.dir)
    expect(nodeMachine(lab.dir).pid).toBe(pid)
  })

  test('goes without a trace, also with a kubelet that hangs, a fault in effect and its folder removed', async () => {
    const machine = nodeMachine(lab.dir)
    const mates = namespaceMates(machine.pid)
    expect(mates.map(({ name }) => name)).toEqual(expect.arrayContaining(['containerd', 'kubelet']))
    const groups = hierarchies().map((hierarchy) => groupOf(hierarchy, machine.folder))
    expect(groups.filter((group) => existsSync(group))).toEqual(groups)
    expect(await devicesAndRoutes()).not.toBe(network)
    await kubeFaultsOf(lab.dir)['probe-timeout']?.apply()
    signalKubelet(lab.dir, 'SIGSTOP')
    rmSync(join(lab.dir, 'machine'), { recursive: true })
    await kubeDown(lab.dir)
    expect(mates.filter(({ pid }) => lives(pid))).toEqual([])
    expect([...groups, lab.dir].filter((path) => existsSync(path))).toEqual([])
    expect(nodeRuns(lab.dir)).toBe(false)
    expect(await devicesAndRoutes()).toBe(network)
  })
})

/** The network devices of this machine, and its routes. */
async function devicesAndRoutes(): Promise<string> {
  return `${readFileSync('/proc/net/dev', 'utf8').replaceAll(/:.*/g, '')}${await run(['ip', 'route'])}`
}
