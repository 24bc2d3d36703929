import { readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { CouldNotLook } from '../could-not-look.ts'
import type { LoginAnswer } from '../question.ts'
import { atEnd, clearStage, folder, hostOf, listening, openstack, setStage, silent, tidyUp } from './test-cloud.ts'

beforeAll(setStage)
afterEach(tidyUp)
afterAll(clearStage)

describe('a service of the catalogue', () => {
  test('is asked with the run’s one token over one kept-open connection', async () => {
    const cloud = await openstack((request, response) =>
      response.end(JSON.stringify([request.url, request.headers['openstack-api-version'] ?? ''])),
    )
    const answers = await Promise.all(
      ['/servers', '/flavors?limit=1', '/servers'].map((path) => cloud.get('compute', path, { version: 'compute 2.79' })),
    )
    expect(answers.map(({ status, body }) => [status, JSON.parse(body)])).toEqual([
      [200, ['/v2.1/servers', 'compute 2.79']],
      [200, ['/v2.1/flavors?limit=1', 'compute 2.79']],
      [200, ['/v2.1/servers', 'compute 2.79']],
    ])
    expect(cloud.logins()).toBe(1)
    expect([...cloud.transport.opened]).toEqual([[cloud.host, 1]])
  })

  test('that refuses the token is asked once more with a new one', async () => {
    const cloud = await openstack((request, response) => {
      response.statusCode = request.headers['x-auth-token'] === 'token-number-1' ? 401 : 200
      response.end('{}')
    })
    expect(await Promise.all([cloud.get('compute', '/a'), cloud.get('compute', '/b')])).toMatchObject([{ status: 200 }, { status: 200 }])
    expect(cloud.logins()).toBe(2)
  })

  test('that goes on refusing is answered 401', async () => {
    const cloud = await openstack((_, response) => response.writeHead(401).end('{"error": {}}'))
    expect(await cloud.get('compute', '/a')).toMatchObject({ status: 401, body: '{"error": {}}' })
    expect(cloud.logins()).toBe(2)
  })

  test('that repeats the token in its answer does not get it out', async () => {
    const cloud = await openstack((request, response) =>
      response
        .writeHead(200, { 'x-subject-token': 'x', 'set-cookie': 'a=b', 'x-openstack-request-id': 'req-1' })
        .end(JSON.stringify(request.headers)),
    )
    const answer = await cloud.get('compute', '/echo')
    expect(answer.headers).toEqual({ 'x-openstack-request-id': 'req-1' })
    expect(answer.body).toContain('"x-auth-token":"[token]"')
    expect(JSON.stringify(answer)).not.toContain('token-number-1')
    expect(cloud.secrets).toEqual(['correct-horse', 'token-number-1'])
  })

  test('may answer with any status: a redirect is not followed', async () => {
    const cloud = await openstack((_, response) => response.writeHead(302, { location: 'https://127.0.0.1:1/' }).end('moved'))
    expect(await cloud.get('compute', '/')).toEqual({
      kind: 'get',
      status: 302,
      headers: { location: 'https://127.0.0.1:1/' },
      body: 'moved',
    })
  })
})

describe('a login', () => {
  test('is answered with what was tried and the token’s document, never its id', async () => {
    const cloud = await openstack((_, response) => response.end())
    const answer = (await cloud.ask({ kind: 'login', on: { name: 'identity' } })) as LoginAnswer
    expect(answer.attempts).toEqual([{ project: 'admin in admin_domain', outcome: 'issued a scoped token' }])
    expect(JSON.parse(answer.token ?? '')).toMatchObject({ token: { project: { name: 'admin' } } })
    expect(JSON.stringify(answer)).not.toMatch(/token-number|correct-horse/)
  })

  test('goes where the site says, with the site’s candidates after the openrc’s project', async () => {
    const cloud = await openstack((_, response) => response.end(), { projects: ['admin_domain'] })
    const answer = (await cloud.ask({ kind: 'login', on: { name: 'identity' } })) as LoginAnswer
    expect(answer.attempts.map(({ project, outcome }) => `${project}: ${outcome}`)).toEqual([
      'admin in admin_domain: refused: 401',
      'admin_domain in admin_domain: issued a scoped token',
    ])
  })
})

describe('an origin', () => {
  test('is asked without any credential', async () => {
    const cloud = await openstack((request, response) => response.writeHead(300).end(JSON.stringify(request.headers)))
    const answer = await cloud.get(`https://${cloud.host}`, '/')
    expect(answer.status).toBe(300)
    expect(JSON.parse(answer.body)).not.toHaveProperty('x-auth-token')
    expect(cloud.logins()).toBe(0)
  })

  test('without TLS is not asked', async () => {
    const cloud = await openstack((_, response) => response.end())
    expect(await failure(cloud.get('http://127.0.0.1:80', '/'))).toMatchObject({
      kind: 'untrusted',
      message: 'http://127.0.0.1:80 does not use TLS, so the server cannot be verified',
    })
  })

  test('that closes a kept-open connection is asked again', async () => {
    let requests = 0
    const cloud = await openstack((request, response) => {
      requests += 1
      if (requests === 2) request.socket.destroy()
      else response.end('here')
    })
    const get = () => cloud.get(`https://${cloud.host}`, '/')
    expect([(await get()).body, (await get()).body]).toEqual(['here', 'here'])
    expect([...cloud.transport.opened]).toEqual([[cloud.host, 2]])
  })
})

describe('a handshake', () => {
  test.each([
    ['good', undefined],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['elsewhere', undefined],
  ])('tells of the certificate %s what it is, trusted or not', async (certificate, problem) => {
    const cloud = await openstack((_, response) => response.end(), { certificate })
    const answer = await cloud.ask({ kind: 'tls', on: { name: cloud.host } })
    expect(answer).toEqual({
      kind: 'tls',
      chain: [readFileSync(join(folder, `${certificate}.crt`), 'utf8')],
      ...(problem ? { problem } : {}),
    })
  })

  test('tells that another CA has signed', async () => {
    const cloud = await openstack((_, response) => response.end(), { caFile: join(folder, 'other/ca.crt') })
    expect(await cloud.ask({ kind: 'tls', on: { name: cloud.host } })).toMatchObject({ problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  })
})

describe('could not look', () => {
  test.each([
    ['an expired certificate', 'expired', 'shows a TLS certificate that has expired (CERT_HAS_EXPIRED)', '-dates'],
    [
      'a certificate for another address',
      'elsewhere',
      'shows a TLS certificate that does not name this address (ERR_TLS_CERT_ALTNAME_INVALID)',
      '-ext subjectAltName',
    ],
  ])('at %s', async (_, certificate, why, shows) => {
    const cloud = await openstack((_request, response) => response.end(), { certificate })
    expect(await failure(cloud.get('compute', '/'))).toMatchObject({
      kind: 'untrusted',
      key: `https ${cloud.host}`,
      message: `${cloud.host} ${why}`,
      remedy: `openssl s_client -connect ${cloud.host} </dev/null | openssl x509 -noout ${shows}`,
    })
    expect(cloud.logins()).toBe(0)
  })

  test('at a certificate of a CA that is not ours, whatever the environment says', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    atEnd(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED)
    const cloud = await openstack((_, response) => response.end(), { caFile: join(folder, 'other/ca.crt') })
    expect(await failure(cloud.get('compute', '/'))).toMatchObject({
      kind: 'untrusted',
      message: `${cloud.host} shows a TLS certificate that the site’s CA did not sign (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
    })
  })

  test.each([
    ['is not there', 'absent.crt', undefined, 'does not exist'],
    [
      'is indented',
      'indented.crt',
      () => readFileSync(join(folder, 'ca.crt'), 'utf8').replace(/^/gm, '  '),
      'is indented: line 1 has blanks in front of',
    ],
  ])('when the CA file %s', async (_, name, text, why) => {
    const caFile = join(folder, name)
    if (text) writeFileSync(caFile, text())
    const cloud = await openstack((_request, response) => response.end(), { caFile })
    const expected = { kind: 'credential', key: 'CA file', message: expect.stringContaining(`the CA file ${caFile} ${why}`) }
    expect(await failure(cloud.get('compute', '/'))).toMatchObject(expected)
    expect(await failure(cloud.ask({ kind: 'tls', on: { name: cloud.host } }))).toMatchObject(expected)
  })

  test('where nobody listens; the second question does not try again', async () => {
    const cloud = await openstack((_, response) => response.end())
    cloud.server.close()
    cloud.server.closeAllConnections()
    const refused = {
      kind: 'unreachable',
      key: `https ${cloud.host}`,
      message: `${cloud.host} refused the connection: nobody listens there, or nobody holds the address (ECONNREFUSED)`,
      remedy: `curl -sS --cacert ${join(folder, 'ca.crt')} https://${cloud.host}/`,
    }
    expect(await failure(cloud.get(`https://${cloud.host}`, '/'))).toMatchObject(refused)
    cloud.server.listen(Number(cloud.host.split(':')[1]), '127.0.0.1')
    expect(await failure(cloud.get(`https://${cloud.host}`, '/'))).toMatchObject(refused)
  })

  test('at a server that accepts and says nothing', async () => {
    const { host, accepted } = await silent()
    const cloud = await openstack((_, response) => response.end(), { connectTimeoutMs: 2000 })
    const hangs = {
      kind: 'timeout',
      message: `${host} accepted the connection and never finished the TLS handshake: what listens there hangs (TLS_TIMEOUT)`,
    }
    expect(await failure(cloud.ask({ kind: 'tls', on: { name: host } }))).toMatchObject(hangs)
    const before = accepted()
    // The hanging handshake is not waited for a second time.
    expect(await failure(cloud.get(`https://${host}`, '/'))).toMatchObject(hangs)
    expect(await failure(cloud.ask({ kind: 'tls', on: { name: host } }))).toMatchObject(hangs)
    expect(accepted()).toBe(before)
  })

  test('at a server without TLS', async () => {
    const server = createHttpServer((_, response) => response.end('plain'))
    await listening(server)
    const host = hostOf(server)
    const cloud = await openstack((_, response) => response.end())
    expect(await failure(cloud.get(`https://${host}`, '/'))).toMatchObject({
      kind: 'untrusted',
      message: expect.stringMatching(`^${host} does not speak HTTP over TLS in a form that this program understands \\(.*\\)$`),
    })
  })

  test('at an answer cut off half-way', async () => {
    const cloud = await openstack((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await failure(cloud.get(`https://${cloud.host}`, '/'))).toMatchObject({
      kind: 'unreachable',
      message: `${cloud.host} closed the connection half-way (UND_ERR_SOCKET)`,
    })
  })

  test('at an answer larger than wanted', async () => {
    const cloud = await openstack((_, response) => response.end('x'.repeat(2000)))
    expect(await failure(cloud.get('compute', '/pods', {}, { maxBytes: 1000 }))).toMatchObject({
      kind: 'too-large',
      key: 'compute GET /pods',
      message: 'compute GET /pods: the answer is larger than the limit of 1000 bytes',
    })
  })

  test('when the deadline passes in the middle of the answer', async () => {
    const cloud = await openstack((_, response) => void response.write('and then'))
    expect(await failure(cloud.get(`https://${cloud.host}`, '/', {}, { signal: AbortSignal.timeout(300) }))).toMatchObject({
      kind: 'timeout',
      key: `https ${cloud.host}`,
      message: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+ GET \/: no answer within \d(\.\d)? s$/),
    })
  })

  test('when the run ends first, and after it', async () => {
    const cloud = await openstack(() => {})
    const ended = failure(cloud.get(`https://${cloud.host}`, '/'))
    setTimeout(() => cloud.transport.close(), 100)
    expect(await ended).toMatchObject({ kind: 'interrupted', message: `https://${cloud.host} GET /: the run ended before the answer came` })
    await cloud.transport.close()
    expect(await failure(cloud.get('compute', '/'))).toMatchObject({ kind: 'interrupted' })
  })

  test('without a credential', async () => {
    const cloud = await openstack((_, response) => response.end(), { credential: join(folder, 'absent') })
    expect(await failure(cloud.get('compute', '/'))).toMatchObject({
      kind: 'credential',
      key: 'openstack login',
      message: `the openrc ${join(folder, 'absent')} does not exist`,
    })
  })
})

async function failure(work: Promise<unknown>): Promise<CouldNotLook> {
  const error = await work.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  )
  expect(error).toHaveProperty('name', 'CouldNotLook')
  return error as CouldNotLook
}
