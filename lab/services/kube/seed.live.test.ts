import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKube } from '../../../lib/adapters/kube/index.ts'
import { Site } from '../../../lib/phase/site.ts'
import type { Ask } from '../../../lib/transport/ask.ts'
import { type KubeTransport, kubeTransport } from '../../../lib/transport/kube/transport.ts'
import type { GetQuestion } from '../../../lib/transport/question.ts'
import { gatesRun, notPassed } from '../../gates-run.ts'
import { addressIn } from './api.ts'
import { seedFaultsOf } from './seed/faults.ts'
import { demo, seedManagement } from './seed/index.ts'
import { startTestLab, type TestLab } from './test-lab.ts'

let lab: TestLab
let transport: KubeTransport
let siteFile: string
beforeAll(async () => {
  lab = await startTestLab()
  await seedManagement(lab.api, { withCluster: true })
  transport = kubeTransport({ kubeconfig: lab.kubeconfig, runId: 'test' })
  siteFile = join(lab.dir, 'site.yaml')
  writeFileSync(siteFile, JSON.stringify(site()), { mode: 0o600 })
})
afterAll(async () => {
  await transport?.close()
  await lab?.down()
})

/** The site file as an operator writes it; JSON is YAML. The lab has one API server, which plays the workload cluster too. */
function site() {
  return {
    name: 'seeded',
    networks: { lab: { cidr: '127.0.0.0/8' } },
    ssh: { knownHosts: 'known_hosts' },
    keystone: { address: '127.0.0.1' },
    mgmt: { kubeconfig: 'kubeconfig.yaml' },
    workload: [{ name: 'demo', kubeconfig: 'kubeconfig.yaml' }],
    want: { 'nodes-initialized': { settledAfterS: 0 } },
  }
}

const gates = ['cert-manager-ready', 'orc-before-capo', 'capi-providers-ready', 'capi-providers-pinned', 'nodes-initialized']
/** Results without those of the gates that these bring along: clocks are compared with Juju's machines, and this lab has no Juju. */
async function run() {
  const { result, stderr } = await gatesRun([...gates.flatMap((gate) => ['--gate', gate]), '--site', siteFile])
  const chosen = result.gates.filter(({ id }) => gates.includes(id) || id === 'mgmt-api-answers')
  return { result: { ...result, gates: chosen }, stderr }
}

test('the seeded cluster is green, with each list asked once over one connection per cluster', async () => {
  const { result, stderr } = await run()
  expect(notPassed(result), `${stderr}${JSON.stringify(result.gates)}`).toEqual({})
  expect(result.run.questions).toMatchObject({ connections: { mgmt: 1, 'workload/demo': 1 } })
})

describe('the real API server', () => {
  const ask: Ask = (question) => transport.ask(question as GetQuestion, { signal: AbortSignal.timeout(10_000), maxBytes: 1e7 })
  const kube = () => createKube(ask, Site.parse(site()))

  test('tells the versions it serves of each kind', async () => {
    expect(Object.fromEntries(await kube().servedIn('cluster.x-k8s.io'))).toEqual({
      clusters: ['v1beta2', 'v1beta1'],
      machines: ['v1beta2', 'v1beta1'],
      machinedeployments: ['v1beta2', 'v1beta1'],
    })
    expect(Object.fromEntries(await kube().servedIn('infrastructure.cluster.x-k8s.io'))).toEqual({
      openstackclusters: ['v1beta1'],
      openstackservers: ['v1alpha1'],
    })
    expect([...(await kube().servedIn('nobody.example'))]).toEqual([])
    const fault = seedFaultsOf(lab.dir)['driver-api-version-not-served']
    await fault?.apply()
    expect((await kube().servedIn('infrastructure.cluster.x-k8s.io')).get('openstackclusters')).toEqual(['v1beta2'])
    await fault?.undo()
    expect((await kube().servedIn('infrastructure.cluster.x-k8s.io')).get('openstackclusters')).toEqual(['v1beta1'])
  })

  test('keeps what is being deleted for as long as somebody holds it', async () => {
    const [before] = await kube().openstackClusters()
    expect(before).toEqual({
      kind: 'OpenStackCluster',
      ...demo,
      finalizers: ['openstackcluster.infrastructure.cluster.x-k8s.io', 'janitor.capi.stackhpc.com'],
      owners: [`Cluster/${demo.name}`],
    })
    const fault = seedFaultsOf(lab.dir)['cluster-deleting']
    await fault?.apply()
    const deleting = [...(await kube().clusters()), ...(await kube().openstackClusters())]
    await fault?.undo()
    expect(deleting.map((one) => [one.kind, one.name, one.deletingSince instanceof Date, one.finalizers.length])).toEqual([
      ['Cluster', demo.name, true, 1],
      ['OpenStackCluster', demo.name, true, 2],
    ])
    expect((await kube().clusters())[0]).toMatchObject({ infrastructure: `OpenStackCluster/${demo.name}` })
    expect((await kube().clusters())[0]?.deletingSince).toBeUndefined()
  })

  test('says of one CRD that it is not there, and of a path that it is not', async () => {
    expect(await kube().crd('images.openstack.k-orc.cloud')).toMatchObject({ state: { is: 'good' } })
    expect(await kube().crd('nothing.openstack.k-orc.cloud')).toBeUndefined()
    await expect(kube().crd('../../v2/nothing.example')).rejects.toMatchObject({ name: 'CouldNotLook' })
  })

  test('gives a list page by page', async () => {
    const { listAll } = await import('../../../lib/adapters/kube/list.ts')
    const { pods } = await import('../../../lib/adapters/kube/pods.ts')
    const small: Ask = (question) =>
      ask(question.kind === 'get' ? { ...question, path: question.path.replace('limit=500', 'limit=5') } : question)
    const names = (found: readonly { name: string }[]) => found.map((one) => one.name)
    const paged = await listAll(small, { name: 'mgmt' }, pods)
    expect(names(paged)).toEqual(names(await kube().pods()))
    expect(paged.length).toBeGreaterThan(10)
  })

  test('has let the pages of a list expire, and it is asked again', async () => {
    const { listAll } = await import('../../../lib/adapters/kube/list.ts')
    const { pods } = await import('../../../lib/adapters/kube/pods.ts')
    const statuses: number[] = []
    const forgetting: Ask = async (question) => {
      if (question.kind !== 'get') throw new Error('only lists are asked here')
      if (question.path.includes('continue=') && !statuses.includes(410)) await compact()
      const answer = await ask({ ...question, path: question.path.replace('limit=500', 'limit=9') })
      if (answer.kind === 'get') statuses.push(answer.status)
      return answer
    }
    expect((await listAll(forgetting, { name: 'mgmt' }, pods)).length).toBeGreaterThan(10)
    expect(statuses).toEqual([200, 410, 200, 200])
  })

  test('names who is bound to the administrator’s role', async () => {
    expect((await kube().roleBindings()).filter((one) => one.role === 'cluster-admin')).toEqual([
      { name: 'cluster-admin', role: 'cluster-admin', subjects: ['Group/system:masters'] },
    ])
  })
})

/** Makes etcd forget all but the newest state, as the API server has it do every five minutes. */
async function compact(): Promise<void> {
  const etcd = `http://${addressIn(lab.dir)}:2379/v3/kv`
  const post = async (what: string, body: object) => (await fetch(`${etcd}/${what}`, { method: 'POST', body: JSON.stringify(body) })).json()
  const metadata = { generateName: 'change-' }
  await lab.api.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata })
  const { header } = (await post('range', { key: 'AA==' })) as { header: { revision: string } }
  await post('compaction', { revision: header.revision, physical: true })
}
