import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findingsOf } from '../../../lib/report/result.ts'
import { gatesRun } from '../../gates-run.ts'
import { namespaceMates } from '../../host/process.ts'
import { patienceS, until } from '../../host/run.ts'
import { nodeName } from './machine.ts'
import { deployment, installProviders, providersSettled, setImage } from './providers.ts'
import { startTestNode, type TestNode } from './test-node.ts'

const patienceMs = patienceS * 1000
const gates = ['mgmt-nodes-ready', 'cert-manager-ready', 'orc-before-capo', 'capi-providers-ready', 'capi-providers-pinned']
const [namespace, name] = ['capi-system', 'capi-controller-manager']
const image = 'registry.k8s.io/cluster-api/cluster-api-controller:v1.13.2'

let node: TestNode
let siteFile: string
beforeAll(async () => {
  node = await startTestNode()
  await installProviders(node)
  siteFile = join(node.dir, 'providers.yaml')
  const site = {
    name: 'providers',
    networks: { lab: { cidr: '127.0.0.0/8' } },
    ssh: { knownHosts: 'known_hosts' },
    keystone: { address: '127.0.0.1' },
    mgmt: { kubeconfig: node.kubeconfig },
  }
  writeFileSync(siteFile, JSON.stringify(site), { mode: 0o600 })
}, 3 * patienceMs)
afterAll(() => node?.down(), patienceMs)

/** Of each gate that is not green: its verdict, and all it saw. */
async function seen(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { result } = await gatesRun([...gates.flatMap((gate) => ['--gate', gate]), '--site', siteFile])
  const chosen = result.gates.filter(({ id, verdict }) => (gates.includes(id) || id === 'mgmt-api-answers') && verdict !== 'pass')
  return Object.fromEntries(chosen.map((gate) => [gate.id, [gate.verdict, ...findingsOf(gate).map(({ at, saw }) => `${at}: ${saw}`)]]))
}

interface Rollout {
  readonly replicas?: number
  readonly updatedReplicas?: number
  readonly unavailableReplicas?: number
}

async function settled(what: string, holds: (status: Rollout) => boolean): Promise<void> {
  await until(what, async () => {
    const { status } = await deployment(node.api, namespace, name)
    return holds(status) ? undefined : JSON.stringify(status)
  })
}

describe('providers that real controllers bring up on a real node', { timeout: 2 * patienceMs }, () => {
  test('are green', async () => {
    expect(await seen()).toEqual({})
  })

  test('one of whose roll-outs is stuck are red in it alone', async () => {
    await setImage(node.api, namespace, name, image.replace('v1.13.2', 'v1.99.0'))
    await settled('the roll-out to begin', (status) => status.unavailableReplicas === 1 && status.updatedReplicas === 1)
    try {
      expect(await seen()).toEqual({
        'capi-providers-ready': ['fail', `${namespace}/${name}: 1 of 2 replicas are unavailable: the roll-out has not ended`],
        'capi-providers-pinned': [
          'fail',
          expect.stringMatching(/^capi-system\/capi-controller-manager-\S+: \S+:v1\.99\.0, where cluster-api is pinned to 1\.13\.2$/),
        ],
      })
    } finally {
      await setImage(node.api, namespace, name, image)
      await settled('the roll-out to end', (status) => status.updatedReplicas === 1 && !status.unavailableReplicas && status.replicas === 1)
    }
  })

  test(
    'whose node has a kubelet that hangs are one red line, about the node',
    async () => {
      const kubelet = namespaceMates(node.machine.pid).find(({ name }) => name === 'kubelet')?.pid ?? 0
      expect(kubelet).toBeGreaterThan(1)
      process.kill(kubelet, 'SIGSTOP')
      try {
        await providersSettled(node.api, 'unavailable')
        expect(await seen()).toEqual({
          'mgmt-nodes-ready': [
            'fail',
            expect.stringMatching(
              `^${nodeName}: Ready is Unknown: NodeStatusUnknown: Kubelet stopped posting node status\\. \\(since \\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z\\)$`,
            ),
          ],
          ...Object.fromEntries(gates.slice(1).map((gate) => [gate, ['skip']])),
        })
      } finally {
        process.kill(kubelet, 'SIGCONT')
        await providersSettled(node.api, 'available')
      }
    },
    3 * patienceMs,
  )
})
