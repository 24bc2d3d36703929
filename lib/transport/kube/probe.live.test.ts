import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { patienceS } from '../../../lab/host/run.ts'
import { addressIn } from '../../../lab/services/kube/api.ts'
import { kubeFaultsOf } from '../../../lab/services/kube/faults.ts'
import { startTestLab, type TestLab } from '../../../lab/services/kube/test-lab.ts'
import { parseProbe } from '../../adapters/kube/probe.ts'
import type { CouldNotLook } from '../could-not-look.ts'
import type { ProbeAnswer } from '../question.ts'
import { type KubeTransport, kubeTransport } from './transport.ts'

let lab: TestLab
let api: string
const open: KubeTransport[] = []
const warnings: string[] = []
const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53'

beforeAll(async () => {
  lab = await startTestLab('real')
  api = `${addressIn(lab.dir)}:6443`
})
afterAll(() => lab.down())
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  expect(await lab.pods()).toEqual([])
  expect(warnings.splice(0)).toEqual([])
})

describe('a probe pod', { timeout: patienceS * 1000 }, () => {
  test('connects, is seen to the end and is gone', async () => {
    const kube = transport()
    const answer = await probe(kube, api)
    expect(parseProbe(answer, image)).toEqual({ outcome: 'connected', exitCode: 0, said: '' })
    expect(answer.log).toBe('')
    expect(Object.keys(JSON.parse(answer.pod))).toEqual(['metadata', 'status'])
    expect(await lab.pods()).toEqual([])
    expect(kube.effects).toEqual([
      expect.stringMatching(/^created pod default\/gates-probe-[0-9a-f]{12}$/),
      expect.stringMatching(/^deleted pod default\/gates-probe-[0-9a-f]{12}$/),
    ])
  })

  test('that is refused says so in its log, read through the API server', async () => {
    const answer = await probe(transport(), '127.0.7.1:1')
    expect(answer.log).toBe('REFUSED\n')
    expect(parseProbe(answer, image)).toEqual({ outcome: 'refused', exitCode: 1, said: 'REFUSED' })
  })

  test('that gets no reply says TIMEOUT', async () => {
    const answer = await during('probe-timeout', () => probe(transport(), api))
    expect(parseProbe(answer, image)).toMatchObject({ outcome: 'timeout', said: 'TIMEOUT' })
  })

  test.each([
    ['probe-image-pull', undefined, 'missing-tool', /^the image of pod gates-probe-\w+ was not pulled \(ErrImagePull\): /],
    [
      'probe-unschedulable',
      undefined,
      'unreachable',
      /^no node takes pod gates-probe-\w+: 0\/1 nodes are available: .*lab\.example\/reserved/,
    ],
    ['probe-never-runs', 1, 'timeout', /^pod gates-probe-\w+ never started: it was still Pending/],
  ] as const)('with %s is given up, and is gone', async (fault, timeoutS, kind, message) => {
    const answer = await during(fault, () => probe(transport(timeoutS === undefined ? {} : { timeoutS }), api))
    expect(await lab.pods()).toEqual([])
    expect(() => parseProbe(answer, image)).toThrow(
      expect.objectContaining({ kind, key: 'kube probe', message: expect.stringMatching(message) }),
    )
  })

  test.each([
    ['the deadline', () => AbortSignal.timeout(700), 'timeout'],
    ['Ctrl-C', () => abortedAfter(700), 'interrupted'],
  ] as const)('is gone when %s comes first', async (_, signal, kind) => {
    const error = await during('probe-never-runs', () => failure(probe(transport(), api, signal())))
    expect(error.kind).toBe(kind)
    expect(await lab.pods()).toEqual([])
  })

  test('is gone when Ctrl-C comes while it is being created', async () => {
    const kube = transport()
    await probe(kube, api)
    for (const afterMs of [0, 2, 5, 10, 20]) {
      await failure(probe(kube, api, abortedAfter(afterMs)))
      expect(await lab.pods()).toEqual([])
    }
  })

  test('that somebody else deletes could not look', async () => {
    await during('probe-never-runs', async () => {
      const asked = failure(probe(transport(), api))
      const name = await appears()
      await lab.api.send('DELETE', `/api/v1/namespaces/default/pods/${name}?gracePeriodSeconds=0`)
      expect(await asked).toMatchObject({
        kind: 'not-understood',
        key: 'kube probe',
        message: `somebody deleted the probe pod ${name} before it ended`,
      })
    })
  })

  test('that the gates may not create could not look', async () => {
    const error = await failure(probe(transport({ namespace: 'kube-system' }), api))
    expect(error).toMatchObject({ kind: 'credential', key: 'kube permission' })
    expect(error.message).toMatch(/^the management cluster knows us but does not let us create a pod .*cannot create resource "pods"/)
  })

  test('that could not be deleted is reported, and deleted on closing', async () => {
    const kube = transport()
    const name = await during('probe-never-runs', async () => {
      const asked = failure(probe(kube, api, abortedAfter(1500)))
      const created = await appears()
      await during('api-stopped', () => asked)
      return created
    })
    expect(warnings.splice(0)).toEqual([
      expect.stringMatching(new RegExp(`^the probe pod could not be removed: .*; remove it with: kubectl -n default delete pod ${name}$`)),
    ])
    // The request may have waited in the stopped server's socket: then the pod is gone as soon as the server goes on.
    expect([[name], []]).toContainEqual(await lab.pods())
    await kube.close()
    expect(await lab.pods()).toEqual([])
  })
})

describe('what a killed run left behind', { timeout: patienceS * 1000 }, () => {
  test('is removed by the next run', async () => {
    const left = await during('probe-never-runs', async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', killedRun()], { stdio: 'inherit' })
      const name = await appears()
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
      return name
    })
    expect(await lab.pods()).toEqual([left])
    const kube = transport()
    await probe(kube, api)
    expect(kube.effects[0]).toBe(`deleted left-over pod default/${left}`)
    expect(await lab.pods()).toEqual([])
  })

  test('is known from the pods of others', async () => {
    const other = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'somebody-elses' },
      spec: { containers: [{ name: 'main', image: 'nginx' }] },
    }
    await lab.api.send('POST', '/api/v1/namespaces/default/pods', other)
    await probe(transport(), api)
    expect(await lab.pods()).toEqual(['somebody-elses'])
    await lab.api.send('DELETE', '/api/v1/namespaces/default/pods/somebody-elses?gracePeriodSeconds=0')
  })
})

/** What `work` returns while a fault of the cluster is in effect. */
async function during<T>(name: string, work: () => Promise<T>): Promise<T> {
  const fault = kubeFaultsOf(lab.dir)[name]
  if (fault === undefined) throw new Error(`there is no fault ${name}`)
  await fault.apply()
  return work().finally(fault.undo)
}

function transport(settings: { namespace?: string; timeoutS?: number } = {}): KubeTransport {
  const probeSettings = { namespace: 'default', image, timeoutS: 100, ...settings }
  const made = kubeTransport({ kubeconfig: lab.kubeconfig, runId: 'run-2', probe: probeSettings, onWarning: (text) => warnings.push(text) })
  open.push(made)
  return made
}

async function probe(
  kube: KubeTransport,
  connect: string,
  signal: AbortSignal = AbortSignal.timeout(patienceS * 1000),
): Promise<ProbeAnswer> {
  return (await kube.ask({ kind: 'probe', on: { name: 'mgmt' }, connect }, { signal, maxBytes: 10_000_000 })) as ProbeAnswer
}

function abortedAfter(ms: number): AbortSignal {
  const ending = new AbortController()
  setTimeout(() => ending.abort(), ms)
  return ending.signal
}

/** The name of the one pod there is, as soon as there is one. */
async function appears(): Promise<string> {
  for (;;) {
    const [name] = await lab.pods()
    if (name !== undefined) return name
    await sleep(50)
  }
}

function killedRun(): string {
  const options = { kubeconfig: lab.kubeconfig, runId: 'run-1', probe: { namespace: 'default', image, timeoutS: 60 } }
  return `
    const { kubeTransport } = await import(${JSON.stringify(new URL('./transport.ts', import.meta.url).href)})
    const question = { kind: 'probe', on: { name: 'mgmt' }, connect: '127.0.0.1:1' }
    await kubeTransport(${JSON.stringify(options)}).ask(question, { signal: AbortSignal.timeout(60_000), maxBytes: 1e6 })`
}

async function failure(work: Promise<unknown>): Promise<CouldNotLook> {
  const error = await work.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  )
  expect(error).toHaveProperty('name', 'CouldNotLook')
  return error as CouldNotLook
}
