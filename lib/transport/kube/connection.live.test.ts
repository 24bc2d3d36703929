import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { issue, makeCa } from '../../../lab/services/kube/pki.ts'
import type { CouldNotLook } from '../could-not-look.ts'
import type { GetAnswer } from '../question.ts'
import { Connection } from './connection.ts'

const folder = join(import.meta.dirname, `../../../.lab/test-connection-${process.pid}`)
const address = '127.0.0.1'
let server: Server | undefined
const open: Connection[] = []

beforeAll(async () => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await makeCa(folder, 'test CA')
  await makeCa(join(folder, 'other'), 'another CA')
  await issue(folder, { file: 'good', commonName: 'api', address })
  await issue(folder, { file: 'expired', commonName: 'api', address, days: -1 })
  await issue(folder, { file: 'elsewhere', commonName: 'api', address: '127.0.0.9' })
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  server?.closeAllConnections()
  server?.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an API behind plain HTTP/1.1', () => {
  test('is asked over one connection, one question after the other', async () => {
    const { get, connection } = await serve((request, response) => response.end(request.url))
    const answers = await Promise.all(['/a', '/b', '/c'].map((path) => get(path)))
    expect(answers.map((answer) => answer.body)).toEqual(['/a', '/b', '/c'])
    expect(connection.opened).toBe(1)
  })

  test('may have a path in front of it', async () => {
    const { get } = await serve((request, response) => response.end(request.url), { prefix: '/k8s/clusters/c-1' })
    expect((await get('/version')).body).toBe('/k8s/clusters/c-1/version')
  })

  test('may answer with any status: a redirect is not followed', async () => {
    const { get } = await serve((_, response) => response.writeHead(302, { location: 'https://127.0.0.1:1/' }).end('moved'))
    expect(await get('/version')).toMatchObject({ kind: 'get', status: 302, headers: { location: 'https://127.0.0.1:1/' }, body: 'moved' })
  })
})

describe('could not look', () => {
  test.each([
    ['an expired certificate', 'expired', 'shows a TLS certificate that has expired (CERT_HAS_EXPIRED)'],
    ['a certificate for another address', 'elsewhere', 'shows a TLS certificate for another name (ERR_TLS_CERT_ALTNAME_INVALID)'],
  ])('at %s', async (_, certificate, why) => {
    const { get, host } = await serve((_request, response) => response.end(), { certificate })
    expect(await failure(get('/version'))).toMatchObject({
      kind: 'untrusted',
      key: 'kube mgmt',
      message: `the management cluster's API at ${host} ${why}`,
      remedy: `openssl s_client -connect ${host} -showcerts </dev/null`,
    })
  })

  test('at a certificate of a CA that is not ours', async () => {
    const { get } = await serve((_, response) => response.end(), { ca: 'other/ca.crt' })
    expect(await failure(get('/version'))).toMatchObject({
      kind: 'untrusted',
      message: expect.stringMatching(/TLS certificate that the CA in the kubeconfig did not sign/),
    })
  })

  test('where nobody listens', async () => {
    const { get, host } = await serve((_, response) => response.end())
    server?.close()
    expect(await failure(get('/version'))).toMatchObject({
      kind: 'unreachable',
      message: `the management cluster's API at ${host} refused the connection: the API server is not running, or the server is shut off (ECONNREFUSED)`,
    })
  })

  test('at an answer cut off half-way', async () => {
    const { get, host } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await failure(get('/version'))).toMatchObject({
      kind: 'unreachable',
      message: `the management cluster's API at ${host} closed the connection half-way (UND_ERR_SOCKET)`,
    })
  })

  test('at an answer larger than wanted', async () => {
    const { get, host } = await serve((_, response) => response.end('x'.repeat(2000)))
    expect(await failure(get('/pods', { maxBytes: 1000 }))).toMatchObject({
      kind: 'too-large',
      message: `the management cluster's API at ${host} answered GET /pods with more than 1000 bytes`,
    })
  })

  test('when the deadline passes, even in the middle of the answer', async () => {
    const { get, host } = await serve((_, response) => void response.write('and then'))
    expect(await failure(get('/version', { signal: AbortSignal.timeout(200) }))).toMatchObject({
      kind: 'timeout',
      key: 'kube mgmt',
      message: `the management cluster's API at ${host} did not answer before the deadline`,
    })
  })

  test('when the run ends first', async () => {
    const { get, host } = await serve(() => {})
    const ending = new AbortController()
    setTimeout(() => ending.abort(), 100)
    expect(await failure(get('/version', { signal: ending.signal }))).toMatchObject({
      kind: 'interrupted',
      key: 'interrupted',
      message: `the run ended before the management cluster's API at ${host} answered`,
    })
  })
})

interface Stage {
  readonly certificate?: string
  readonly ca?: string
  readonly prefix?: string
}

async function serve(listener: RequestListener, { certificate = 'good', ca = 'ca.crt', prefix = '/' }: Stage = {}) {
  const file = (name: string) => readFileSync(join(folder, name))
  server = createServer({ cert: file(`${certificate}.crt`), key: file(`${certificate}.key`) }, listener)
  await new Promise<void>((resolve) => server?.listen(0, address, resolve))
  const host = `${address}:${(server.address() as { port: number }).port}`
  const connection = new Connection(
    {
      server: new URL(`https://${host}${prefix}`),
      dispatcherOptions: async () => ({ type: 'agent', connect: { ca: file(ca), rejectUnauthorized: true } }),
      headers: async () => ({}),
      close: async () => {},
    },
    'kube mgmt',
  )
  open.push(connection)
  const get = (path: string, limits: { signal?: AbortSignal; maxBytes?: number } = {}): Promise<GetAnswer> =>
    connection.request('GET', path, { signal: AbortSignal.timeout(10_000), maxBytes: 1_000_000, ...limits })
  return { get, host, connection }
}

async function failure(work: Promise<unknown>): Promise<CouldNotLook> {
  const error = await work.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  )
  expect(error).toHaveProperty('name', 'CouldNotLook')
  return error as CouldNotLook
}
