import { existsSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parseProbe } from '../../../lib/adapters/kube/probe.ts'
import type { GateResult } from '../../../lib/report/result.ts'
import { kubeTransport } from '../../../lib/transport/kube/transport.ts'
import type { ProbeAnswer } from '../../../lib/transport/question.ts'
import { lives, namespaceMates } from '../../host/process.ts'
import { patienceS, run, until } from '../../host/run.ts'
import { groupOf, hierarchies } from './cgroups.ts'
import { type Ending, importEndings } from './endings.ts'
import { inMachine, nodeName, startIn } from './machine.ts'
import { agnhostImage } from './ready.ts'
import { listenerPort, startTestNode, type TestNode } from './test-node.ts'
import { nodeUp } from './up.ts'

const patienceMs = patienceS * 1000

let node: TestNode
let network: string
beforeAll(async () => {
  network = links()
  node = await startTestNode()
  await importEndings(node.machine)
  startIn(node.machine, 'listener', ['socat', `TCP-LISTEN:${listenerPort},fork`, 'SYSTEM:true'])
  await until('the listener', async () =>
    (await run(inMachine(node.machine, ['ss', '-Hltn', `sport = :${listenerPort}`]))) === '' ? 'nothing listens' : undefined,
  )
}, 2 * patienceMs)
afterAll(() => node?.down(), patienceMs)

/** Verdict and all that the gate says, with the pod's name left out. */
function saidOf({ verdict, claims, causes }: GateResult): readonly string[] {
  const said = [...claims.map(({ message }) => message), ...causes.map(({ message }) => message)]
  return [verdict, ...new Set(said.filter((text) => text !== '').map((text) => text.replaceAll(/gates-probe-[0-9a-f]{12}/g, 'PROBE')))]
}

describe('a pod of a real kubelet', { timeout: patienceMs }, () => {
  afterEach(async () => {
    const { body } = await node.api.send('GET', '/api/v1/namespaces/default/pods')
    expect(body.items.filter((pod: { metadata: { deletionTimestamp?: string } }) => !pod.metadata.deletionTimestamp)).toEqual([])
  })

  test('that connects is a pass', async () => {
    expect(saidOf(await node.probe())).toEqual(['pass'])
  })

  test('that is refused says that the path works', async () => {
    expect(saidOf(await node.probe({ port: 5001 }))).toEqual(['fail', 'REFUSED: the path to 10.99.0.1:5001 works; nothing listens there'])
  })

  test('that gets no answer says TIMEOUT', async () => {
    expect(saidOf(await node.probe({ address: '192.0.2.1' }))).toEqual([
      'fail',
      'TIMEOUT: nothing came back from 192.0.2.1:5000, the signature of a broken reverse path',
    ])
  })

  test('that has no route repeats the words of its kernel', async () => {
    expect(saidOf(await node.probe({ address: '10.99.1.1' }))).toEqual([
      'fail',
      'the pod could not connect to 10.99.1.1:5000: OTHER: dial tcp 10.99.1.1:5000: connect: no route to host',
    ])
  })

  test('that has no name server says DNS', async () => {
    const transport = kubeTransport({
      kubeconfig: node.kubeconfig,
      runId: 'dns',
      probe: { namespace: 'default', image: agnhostImage, timeoutS: 60 },
    })
    try {
      const answer = await transport.ask(
        { kind: 'probe', on: { name: 'mgmt' }, connect: 'keystone.example:5000' },
        { signal: AbortSignal.timeout(patienceMs), maxBytes: 1e6 },
      )
      expect(parseProbe(answer as ProbeAnswer, agnhostImage)).toEqual({
        outcome: 'dns',
        exitCode: 1,
        said: expect.stringMatching(/^DNS: lookup keystone\.example on 10\.99\.0\.1:53: .*connection refused$/),
      })
    } finally {
      await transport.close()
    }
  })

  test('whose image cannot be pulled quotes the error of the pull', async () => {
    expect(saidOf(await node.probe({ image: 'registry.k8s.io/e2e-test-images/agnhost:2.99' }))).toEqual([
      'unknown',
      expect.stringMatching(
        /^the image of pod PROBE was not pulled \(ErrImagePull\): rpc error: .*agnhost:2\.99.*lookup registry\.k8s\.io on 10\.99\.0\.1:53: .*connection refused/,
      ),
    ])
  })

  test('whose image has a name that is none', async () => {
    expect(saidOf(await node.probe({ image: 'registry.k8s.io/UPPER/agnhost:2.53' }))).toEqual([
      'unknown',
      expect.stringMatching(/^the image of pod PROBE was not pulled \(InvalidImageName\): .*repository name must be lowercase$/),
    ])
  })

  const ending = (image: Ending) => node.probe({ image })

  test('whose image lacks its program', async () => {
    expect(saidOf(await ending('lab.local/empty:1'))).toEqual([
      'unknown',
      expect.stringMatching(
        /^the container of pod PROBE could not be started \(StartError\): .*exec: "\/does\/not\/exist": .*no such file or directory/,
      ),
    ])
  })

  test('whose image is not agnhost and ends well proves nothing', async () => {
    expect(saidOf(await ending('lab.local/greeter:1'))).toEqual([
      'unknown',
      'mgmt PROBE 10.99.0.1:5000: pod PROBE succeeded but printed "hello", where agnhost connect is silent: is lab.local/greeter:1 agnhost?',
    ])
  })

  test('that exits 2 proves nothing', async () => {
    expect(saidOf(await ending('lab.local/exit-2:1'))).toEqual([
      'unknown',
      'mgmt PROBE 10.99.0.1:5000: pod PROBE exited 2, which agnhost connect does not: is lab.local/exit-2:1 agnhost? It printed "boo"',
    ])
  })

  test('that runs out of memory', async () => {
    expect(saidOf(await ending('lab.local/hungry:1'))).toEqual([
      'unknown',
      'pod PROBE was killed because it ran out of memory (OOMKilled, exit 137)',
    ])
  })

  test('that does not end in time', async () => {
    expect(saidOf(await node.probe({ image: 'lab.local/sleeper:1', timeoutS: 30 }))).toEqual([
      'unknown',
      "pod PROBE was still running when the probe's time was up",
    ])
  })

  test('that no node takes quotes the scheduler', async () => {
    const cordon = (unschedulable: boolean) =>
      node.api.send('PATCH', `/api/v1/nodes/${nodeName}`, { spec: { unschedulable } }, 'application/merge-patch+json')
    await cordon(true)
    try {
      expect(saidOf(await node.probe())).toEqual([
        'unknown',
        'no node takes pod PROBE: 0/1 nodes are available: 1 node(s) were unschedulable.',
      ])
    } finally {
      await cordon(false)
    }
  })

  describe('whose log cannot be read', () => {
    const port = (verb: string) =>
      run(
        inMachine(node.machine, ['iptables', verb, 'INPUT', '-p', 'tcp', '--dport', '10250', '-j', 'REJECT', '--reject-with', 'tcp-reset']),
      )
    beforeAll(async () => void (await port('-I')))
    afterAll(async () => void (await port('-D')))

    test('still is a pass when it connected, of which the log says nothing', async () => {
      expect(saidOf(await node.probe())).toEqual(['pass'])
    })

    test('still says REFUSED, which its status repeats', async () => {
      expect(saidOf(await node.probe({ port: 5001 }))).toEqual(['fail', 'REFUSED: the path to 10.99.0.1:5001 works; nothing listens there'])
    })
  })
})

describe('the machine of a real node', { timeout: patienceMs }, () => {
  test('does not start where its API server’s address is taken', async () => {
    const other = `${node.dir}-other`
    await expect(nodeUp(other, node.address)).rejects.toThrow(`${node.address}:6443 is taken`)
    expect(existsSync(other)).toBe(false)
  })

  test('is taken down to the last process, control group and file, beside a network that it never touched', async () => {
    const mates = namespaceMates(node.machine.pid)
    expect(mates.map(({ name }) => name)).toEqual(expect.arrayContaining(['containerd', 'kubelet', 'socat']))
    const groups = hierarchies().map((hierarchy) => groupOf(hierarchy, node.machine.folder))
    expect(groups.filter((group) => existsSync(group))).toEqual(groups)
    expect(links()).toBe(network)
    // a node also goes down when its kubelet hangs
    process.kill(mates.find(({ name }) => name === 'kubelet')?.pid ?? 0, 'SIGSTOP')
    await node.down()
    expect(mates.filter(({ pid }) => lives(pid))).toEqual([])
    expect([...groups, node.dir].filter((path) => existsSync(path))).toEqual([])
    expect(links()).toBe(network)
    await node.down()
  })
})

/** The network devices of this machine, one per line. */
function links(): string {
  return readFileSync('/proc/net/dev', 'utf8').replaceAll(/:.*/g, '')
}
