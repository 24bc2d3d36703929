import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer, type Server } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { plainHttpTransport } from './plain-http.ts'

/** The origin of a server on a port of its own. */
async function originOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const serving = (listener: RequestListener) => originOf(createServer(listener))

function ask(origin: string, path = '/', limits: { readonly signal?: AbortSignal; readonly maxBytes?: number } = {}) {
  const transport = plainHttpTransport()
  onTestFinished(() => transport.close())
  return transport.ask({ kind: 'get', on: { name: origin }, path }, { signal: new AbortController().signal, maxBytes: 1000, ...limits })
}

describe('a server on this machine', () => {
  test('is asked for a path with its query, without any credential', async () => {
    const origin = await serving((request, response) => response.end(`${request.method} ${request.url} ${request.headers.authorization}`))
    expect(await ask(origin, '/a?b=c')).toEqual({
      kind: 'get',
      status: 200,
      headers: { date: expect.any(String) },
      body: 'GET /a?b=c undefined',
    })
  })

  test('may redirect, which is an answer, and keeps the values of its cookies to itself', async () => {
    const origin = await serving((_, response) =>
      response.writeHead(302, { location: 'https://x/', 'set-cookie': 'a=sesame; Secure' }).end(),
    )
    expect(await ask(origin)).toEqual({
      kind: 'get',
      status: 302,
      headers: { location: 'https://x/', date: expect.any(String), 'set-cookie': 'a; Secure' },
      body: '',
    })
  })

  test('may answer too much', async () => {
    const origin = await serving((_, response) => response.end('x'.repeat(2000)))
    await expect(ask(origin)).rejects.toMatchObject({
      kind: 'too-large',
      message: `${origin}/: the answer is larger than the limit of 1000 bytes`,
    })
  })

  test('may not answer in time', async () => {
    const origin = await serving(() => undefined)
    await expect(ask(origin, '/', { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'timeout' })
  })

  test('may switch to another protocol, which ends the question at once', async () => {
    const switched = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
    const origin = await originOf(createTcpServer((socket) => socket.once('data', () => socket.write(switched))))
    const late = AbortSignal.timeout(3000)
    await expect(ask(origin, '/', { signal: late })).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/ does not speak HTTP \(HPE_/),
    })
  })

  test('may not speak HTTP', async () => {
    const origin = await originOf(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))
    await expect(ask(origin)).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringMatching(/ does not speak HTTP \(HPE_/) })
  })

  test('may hang up', async () => {
    const origin = await originOf(createTcpServer((socket) => socket.destroy()))
    await expect(ask(origin)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('closed the connection half-way'),
    })
  })

  test('may not be there', async () => {
    const server = createServer()
    const origin = await originOf(server)
    await new Promise((resolve) => server.close(resolve))
    await expect(ask(origin)).rejects.toMatchObject({
      kind: 'unreachable',
      key: `http ${new URL(origin).host}`,
      message: `${new URL(origin).host} refused the connection: nobody listens there, or nobody holds the address (ECONNREFUSED)`,
      remedy: `curl -sSI ${origin}/`,
    })
  })
})

test.each([
  ['//HOST/', 'starts with two slashes, which names another host'],
  ['/\\HOST/', 'starts with two slashes, which names another host'],
  ['http://HOST/', 'does not start with /'],
  ['/a b', 'holds U+0020, which is not allowed there'],
])('the path %s of an answer leads nowhere else', async (path, why) => {
  const origin = await serving((_, response) => response.end('ours'))
  let visits = 0
  const other = await serving((_, response) => {
    visits += 1
    response.end('theirs')
  })
  const led = path.replace('HOST', new URL(other).host)
  await expect(ask(origin, led)).rejects.toMatchObject({
    name: 'CouldNotLook',
    kind: 'not-understood',
    message: `${JSON.stringify(`${origin} GET ${led}`)} was not sent: its path ${why}`,
  })
  expect(visits).toBe(0)
})

test('a run that has ended asks nothing', async () => {
  await expect(ask('http://127.0.0.1:1', '/', { signal: AbortSignal.abort(new Error('SIGINT')) })).rejects.toMatchObject({
    kind: 'interrupted',
  })
})
