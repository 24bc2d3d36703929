import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { clearStage, openstack, setStage, tidyUp } from './test-cloud.ts'

beforeAll(setStage)
afterEach(tidyUp)
afterAll(clearStage)

describe('a path that cannot be asked is refused, and the next question is answered', () => {
  test.each([
    ['compute', '/servers/a b', 'holds U+0020, which is not allowed there'],
    ['compute', '/servers/a\r\nX-Evil: b', 'holds U+000D, which is not allowed there'],
    ['compute', '/../../v3/users', 'holds . or .., which servers resolve to another path'],
    ['origin', '//10.0.0.9/', 'starts with two slashes, which names another host'],
    ['origin', '/a\n', 'holds U+000A, which is not allowed there'],
  ])('%s %j', async (service, path, why) => {
    const cloud = await openstack((request, response) => response.end(request.url))
    const name = service === 'origin' ? `https://${cloud.host}` : service
    await expect(cloud.get(name, path)).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'not-understood',
      message: `${JSON.stringify(`${name} GET ${path}`)} was not sent: its path ${why}`,
    })
    expect(await cloud.get(name, '/next', {}, { signal: AbortSignal.timeout(5_000) })).toMatchObject({ status: 200 })
  })
})

test('a question that waits behind another that hangs is given up at its own deadline', async () => {
  const cloud = await openstack((request, response) => (request.url === '/v2.1/hangs' ? undefined : response.end('{}')))
  await cloud.get('compute', '/servers')
  const hanging = cloud.get('compute', '/hangs', {}, { signal: AbortSignal.timeout(3_000) })
  let isOver = false
  hanging.catch(() => (isOver = true))
  await expect(cloud.get('compute', '/servers', {}, { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({
    name: 'CouldNotLook',
    kind: 'timeout',
    key: `https ${cloud.host}`,
    message: 'compute GET /servers: no answer within 0.1 s',
  })
  expect(isOver).toBe(false)
  await expect(hanging).rejects.toMatchObject({ kind: 'timeout' })
})

test('a catalogue whose endpoint starts with two slashes is not followed with our token', async () => {
  const seen: (string | undefined)[] = []
  const cloud = await openstack(
    (request, response) => {
      seen.push(request.url)
      response.end('{}')
    },
    { endpointPath: '//10.0.0.9/v2.1' },
  )
  await expect(cloud.get('compute', '/servers')).rejects.toMatchObject({
    name: 'CouldNotLook',
    kind: 'not-understood',
    message: '"compute GET /servers" was not sent: its path starts with two slashes, which names another host',
  })
  expect(seen).toEqual([])
})
