import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { kubeFaultsOf } from '../../../lab/services/kube/faults.ts'
import { startTestLab, type TestLab } from '../../../lab/services/kube/test-lab.ts'
import { parseVersion } from '../../adapters/kube/version.ts'
import type { CouldNotLook } from '../could-not-look.ts'
import type { GetAnswer } from '../question.ts'
import { type KubeTransport, kubeTransport } from './transport.ts'

let lab: TestLab
let open: KubeTransport[] = []
beforeAll(async () => {
  lab = await startTestLab()
})
afterAll(() => lab.down())
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()))
  open = []
})

describe('a real API server', () => {
  test('answers /version', async () => {
    const answer = await get(transport(), '/version')
    expect(answer).toMatchObject({ kind: 'get', status: 200, headers: { 'content-type': 'application/json' } })
    expect(parseVersion(answer)).toEqual({ gitVersion: 'v1.20.2' })
  })

  test('is asked many things at once over one connection', async () => {
    const kube = transport()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => get(kube, `/api/v1/nodes?limit=${i + 1}`)))
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200))
    expect(kube.opened).toBe(1)
    expect(kube.effects).toEqual([])
  })

  test('takes the client certificate of another context', async () => {
    const { status, body } = await get(transport({ context: 'capi-mgmt-cert' }), '/api/v1/nodes')
    expect([status, JSON.parse(body).items.length]).toEqual([200, 1])
  })

  test('answers 403 to what the gates may not read, and that is an answer', async () => {
    const { status, body } = await get(transport(), '/api/v1/secrets')
    expect(status).toBe(403)
    expect(JSON.parse(body).message).toBe(
      'secrets is forbidden: User "openstack-gates" cannot list resource "secrets" in API group "" at the cluster scope',
    )
  })

  test('answers 404 to a path it does not have', async () => {
    expect(await get(transport(), '/apis/infrastructure.cluster.x-k8s.io/v1beta1')).toMatchObject({ status: 404 })
  })

  test('answers 401 to a token it does not accept, and that is an answer', async () => {
    const { 'token-expired': fault } = kubeFaultsOf(lab.dir)
    await fault?.apply()
    const answer = await get(transport(), '/version')
    await fault?.undo()
    expect(answer).toMatchObject({ status: 401 })
    expect(() => parseVersion(answer)).toThrow('did not accept our credential (GET /version was answered 401: Unauthorized)')
    expect(await get(transport(), '/version')).toMatchObject({ status: 200 })
  })
})

describe('could not look', () => {
  test('when its certificate is not signed by the CA in the kubeconfig', async () => {
    const kubeconfig = await lab.variant('no-ca.yaml', (config) => delete config.clusters[0].cluster['certificate-authority-data'])
    expect(await failure(get(transport({ kubeconfig }), '/version'))).toMatchObject({ kind: 'untrusted', key: 'kube mgmt' })
  })

  test('when there is no kubeconfig: nothing is opened', async () => {
    const kube = transport({ kubeconfig: `${lab.dir}/absent.yaml` })
    expect(await failure(get(kube, '/version'))).toMatchObject({ kind: 'credential', key: 'kube mgmt' })
    expect(kube.opened).toBe(0)
    await kube.close()
  })

  test('when the API server is not running; it can when it runs again', async () => {
    const { 'api-down': fault } = kubeFaultsOf(lab.dir)
    const kube = transport()
    expect(await get(kube, '/version')).toMatchObject({ status: 200 })
    await fault?.apply()
    const error = await failure(get(kube, '/version')).finally(() => fault?.undo())
    expect(error).toMatchObject({ kind: 'unreachable', key: 'kube mgmt' })
    expect(error.message).toMatch(/refused the connection|closed the connection half-way/)
    expect(await get(kube, '/version')).toMatchObject({ status: 200 })
    expect(kube.opened).toBe(2)
  })

  test('before the deadline when the API server hangs', async () => {
    const { 'api-stopped': fault } = kubeFaultsOf(lab.dir)
    const kube = transport()
    await get(kube, '/version')
    await fault?.apply()
    const error = await failure(get(kube, '/version', AbortSignal.timeout(300))).finally(() => fault?.undo())
    expect(error).toMatchObject({ kind: 'timeout', key: 'kube mgmt' })
    expect(await get(kube, '/version')).toMatchObject({ status: 200 })
  })

  test('when the deadline has passed already: nothing is sent', async () => {
    const kube = transport()
    expect(await failure(get(kube, '/version', AbortSignal.abort()))).toMatchObject({ kind: 'interrupted' })
    expect(kube.opened).toBe(0)
  })
})

test('closing twice is safe, and so is closing what was never opened', async () => {
  const kube = transport()
  await kube.close()
  await get(kube, '/version')
  await kube.close()
  await kube.close()
})

function transport(options: { kubeconfig?: string; context?: string } = {}): KubeTransport {
  const made = kubeTransport({
    kubeconfig: lab.kubeconfig,
    runId: 'test',
    probe: { namespace: 'default', image: 'agnhost', timeoutS: 5 },
    ...options,
  })
  open.push(made)
  return made
}

async function get(kube: KubeTransport, path: string, signal: AbortSignal = AbortSignal.timeout(10_000)): Promise<GetAnswer> {
  const answer = await kube.ask({ kind: 'get', on: { name: 'mgmt' }, path }, { signal, maxBytes: 10_000_000 })
  return answer as GetAnswer
}

async function failure(work: Promise<unknown>): Promise<CouldNotLook> {
  const error = await work.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  )
  expect(error).toHaveProperty('name', 'CouldNotLook')
  return error as CouldNotLook
}
