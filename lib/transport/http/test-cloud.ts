import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { join } from 'node:path'
import { issue, makeCa } from '../../../lab/services/kube/pki.ts'
import type { Answer, GetAnswer, GetQuestion, LoginQuestion, TlsQuestion } from '../question.ts'
import type { Limits } from '../transport.ts'
import { openstackTransport } from './transport.ts'

export const folder = join(import.meta.dirname, `../../../.lab/test-http-${process.pid}`)
const openrc = join(folder, 'openrc')
const address = '127.0.0.1'
const closers: (() => unknown)[] = []

/** Makes the certificates and the openrc; needs openssl. */
export async function setStage(): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await makeCa(folder, 'test CA')
  await makeCa(join(folder, 'other'), 'another CA')
  await issue(folder, { file: 'good', commonName: 'api', address })
  await issue(folder, { file: 'expired', commonName: 'api', address, days: -1 })
  await issue(folder, { file: 'elsewhere', commonName: 'api', address: '127.0.0.9' })
  writeFileSync(openrc, 'export OS_USERNAME=admin\nexport OS_PASSWORD=correct-horse\nexport OS_PROJECT_NAME=admin\n', { mode: 0o600 })
}

export function clearStage(): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Adds a function that is to be called after the test. The function that was added last is called first. */
export function atEnd(close: () => unknown): void {
  closers.push(close)
}

export async function tidyUp(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close()
}

export interface Stage {
  readonly certificate?: string
  readonly caFile?: string
  readonly credential?: string
  readonly connectTimeoutMs?: number
  /** The projects Keystone lets us into. */
  readonly projects?: readonly string[]
  /** The path of `compute` in the catalogue; absent: `/v2.1`. */
  readonly endpointPath?: string
}

/** Starts a stand-in for Keystone and one service, both on one TLS port. Also makes the transport that sends questions to the stand-in. */
export async function openstack(service: RequestListener, stage: Stage = {}) {
  const { certificate = 'good', caFile = join(folder, 'ca.crt'), credential = openrc, connectTimeoutMs, projects = ['admin'] } = stage
  const file = (name: string) => readFileSync(join(folder, name))
  let logins = 0
  const server: Server = createServer({ cert: file(`${certificate}.crt`), key: file(`${certificate}.key`) }, async (request, response) => {
    if (request.url !== '/v3/auth/tokens') return service(request, response)
    const { name } = (JSON.parse(await textOf(request)) as { auth: { scope: { project: { name: string } } } }).auth.scope.project
    if (!projects.includes(name)) return response.writeHead(401).end()
    logins += 1
    const endpoints = [{ interface: 'public', region: 'RegionOne', url: `https://${host}${stage.endpointPath ?? '/v2.1'}` }]
    const token = {
      project: { name },
      roles: [{ name: 'admin' }],
      catalog: [{ type: 'compute', endpoints }],
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    }
    return response.writeHead(201, { 'x-subject-token': `token-number-${logins}` }).end(JSON.stringify({ token }))
  })
  await listening(server)
  closers.push(() => server.closeAllConnections())
  const host = hostOf(server)
  const secrets: string[] = []
  const transport = openstackTransport({
    keystone: { address, port: Number(host.split(':')[1]) },
    caFile,
    credential: { kind: 'openrc', path: credential },
    candidates: { projects: ['admin', 'admin_domain'], domain: 'admin_domain' },
    endpoints: { interface: 'public' },
    onSecret: (secret) => secrets.push(secret),
    ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
  })
  closers.push(() => transport.close())
  const ask = (question: GetQuestion | LoginQuestion | TlsQuestion, limits: Partial<Limits> = {}): Promise<Answer> =>
    transport.ask(question, { signal: AbortSignal.timeout(10_000), maxBytes: 1_000_000, ...limits })
  const get = (name: string, path: string, more: { readonly version?: string } = {}, limits: Partial<Limits> = {}) =>
    ask({ kind: 'get', on: { name }, path, ...more }, limits) as Promise<GetAnswer>
  return { transport, server, host, ask, get, secrets, logins: () => logins }
}

/** A place that accepts connections and says nothing: `127.0.0.1:40001`. */
export async function silent(): Promise<{ readonly host: string; readonly accepted: () => number }> {
  let count = 0
  const server = createTcpServer(() => {
    count += 1
  })
  await listening(server)
  return { host: hostOf(server), accepted: () => count }
}

export function listening(server: TcpServer): Promise<void> {
  closers.push(() => server.close())
  return new Promise((resolve) => server.listen(0, address, resolve))
}

export function hostOf(server: TcpServer): string {
  return `${address}:${(server.address() as AddressInfo).port}`
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
