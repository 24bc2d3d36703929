import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Connection } from './connection.ts'

const answering: RequestListener = (request, response) => response.end(request.url)

describe('a path that cannot be asked is refused, and the next question is answered', () => {
  test.each([
    ['/api/v1/pods/a b', 'holds U+0020, which is not allowed there'],
    ['/api/v1/pods/a\r\nHost: evil', 'holds U+000D, which is not allowed there'],
    ['/api/v1/pods/a\n', 'holds U+000A, which is not allowed there'],
    ['//10.0.0.9/api', 'starts with two slashes, which names another host'],
    ['/api/v1/pods/../secrets', 'holds . or .., which servers resolve to another path'],
  ])('%j', async (path, why) => {
    const { get, seen } = await serve(answering)
    await expect(get(path)).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'not-understood',
      message: `${JSON.stringify(`mgmt GET ${path}`)} was not sent: its path ${why}`,
    })
    expect(await get('/version')).toMatchObject({ status: 200, body: '/version' })
    expect(seen).toEqual(['/version'])
  })
})

describe('a credential that no header can carry is refused, and the next question is answered', () => {
  test.each(['Bearer a\nb', 'Bearer a\r\nX-Evil: b', 'Bearer \u2028'])('%j', async (authorization) => {
    const credentials = [authorization, 'Bearer good']
    const { get } = await serve(
      (request, response) => response.end(request.headers.authorization),
      () => credentials.shift() ?? '',
    )
    await expect(get('/version')).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'credential',
      key: 'kube mgmt',
      message:
        'the credential in the kubeconfig of the management cluster holds a character that no HTTP header can carry, such as a line break',
    })
    expect(await get('/version')).toMatchObject({ status: 200, body: 'Bearer good' })
  })
})

describe('every question settles by its own deadline', () => {
  test('also one that waits behind another that hangs', async () => {
    const { get } = await serve((request, response) => (request.url === '/hangs' ? undefined : response.end()))
    const giveUp = new AbortController()
    const hanging = get('/hangs', giveUp.signal)
    let isOver = false
    hanging.catch(() => (isOver = true))
    await expect(get('/version', 100)).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'timeout' })
    expect(isOver).toBe(false)
    giveUp.abort(new DOMException('The time is up', 'TimeoutError'))
    await expect(hanging).rejects.toMatchObject({ kind: 'timeout' })
    expect(await get('/version')).toMatchObject({ status: 200 })
  })

  test('also one whose answer comes in drops', async () => {
    const { get } = await serve((_, response) => {
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    })
    await expect(get('/version', 200)).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'timeout' })
  })
})

test('a kept connection that breaks as it is used again is opened once more, and a server that only breaks off is not asked for ever', async () => {
  let nth = 0
  const { get, seen } = await serve((request, response) => {
    nth += 1
    if (nth === 2 || request.url === '/breaks') request.socket.destroy()
    else response.end(request.url)
  })
  expect(await get('/version')).toMatchObject({ body: '/version' })
  expect(await get('/apis')).toMatchObject({ status: 200, body: '/apis' })
  await expect(get('/breaks')).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'unreachable', key: 'kube mgmt' })
  expect(seen).toEqual(['/version', '/apis', '/apis', '/breaks', '/breaks'])
})

test('what changes something is sent only once', async () => {
  const { connection, seen } = await serve((request) => request.socket.destroy())
  const limits = { signal: AbortSignal.timeout(5_000), maxBytes: 1_000 }
  await expect(connection.request('POST', '/api/v1/namespaces/x/pods', limits, {})).rejects.toMatchObject({ kind: 'unreachable' })
  expect(seen).toEqual(['/api/v1/namespaces/x/pods'])
})

test('a connection that was closed is not opened again', async () => {
  const { get, connection, seen } = await serve(answering)
  await connection.close()
  await expect(get('/version')).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'interrupted', key: 'interrupted' })
  expect(seen).toEqual([])
})

test('an answer leaves its cookies and other headers behind', async () => {
  const { get } = await serve((_, response) =>
    response.writeHead(200, { 'set-cookie': 'session=sesame', 'x-token': 'sesame', 'content-type': 'text/plain', date: 'today' }).end(),
  )
  expect((await get('/version')).headers).toEqual({ 'content-type': 'text/plain', date: 'today' })
})

test('a length that is promised and not kept is not believed', async () => {
  const { get } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': Number.MAX_SAFE_INTEGER }).write('{}')
    setTimeout(() => response.destroy(), 20)
  })
  await expect(get('/version')).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'unreachable' })
})

/** An API server without TLS, which only a test may have. */
async function serve(listener: RequestListener, authorization = () => 'Bearer sesame') {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const connection = new Connection(
    {
      server: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      dispatcherOptions: async () => ({ type: 'agent', connect: {} }),
      headers: async () => ({ authorization: authorization() }),
      close: async () => {},
    },
    'kube mgmt',
  )
  onTestFinished(async () => {
    await connection.close()
    server.closeAllConnections()
    server.close()
  })
  const get = (path: string, deadline: number | AbortSignal = 5_000) => {
    const signal = typeof deadline === 'number' ? AbortSignal.timeout(deadline) : deadline
    return connection.request('GET', path, { signal, maxBytes: 1_000_000 })
  }
  return { get, seen, connection }
}
