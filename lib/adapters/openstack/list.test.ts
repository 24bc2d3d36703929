import { describe, expect, test } from 'vitest'
import { loginAnswer } from './captures.ts'
import { listOf } from './list.ts'
import type { Resource } from './resource.ts'
import { askFrom } from './test-ask.ts'

const things: Resource<string> = { service: 'network', path: '/v2.0/things', key: 'things', row: (record) => record.text('id') }
const endpoint = async () => new URL('https://10.12.4.54:9696')
const ids = (...all: readonly string[]) => all.map((id) => ({ id }))
const list = (table: Parameters<typeof askFrom>[0], resource = things) => listOf(askFrom(table), endpoint, resource)

describe('a list is followed to its end', () => {
  test.each<[string, (path: string) => object]>([
    [
      'by nova’s, neutron’s and octavia’s links',
      (path) => ({
        things_links: [
          { rel: 'previous', href: 'x' },
          { rel: 'next', href: `https://10.12.4.54:9696${path}` },
        ],
      }),
    ],
    ['by keystone’s', (path) => ({ links: { self: 'x', previous: null, next: `https://10.12.4.54:9696${path}` } })],
    ['by glance’s, which are relative', (path) => ({ next: path, first: '/v2.0/things' })],
    ['by those of a service behind a TLS terminator', (path) => ({ next: `http://10.12.4.54:9696${path}` })],
  ])('%s', async (_, links) => {
    const ask = askFrom({
      'network GET /v2.0/things': { json: { things: ids('a', 'b'), ...links('/v2.0/things?marker=b&limit=2') } },
      'network GET /v2.0/things?marker=b&limit=2': { json: { things: ids('c'), things_links: [], links: { next: null }, next: null } },
    })
    expect(await listOf(ask, endpoint, things)).toEqual(['a', 'b', 'c'])
    expect(ask.asked).toHaveLength(2)
  })

  test('below an endpoint that has a path of its own', async () => {
    const servers: Resource<string> = {
      service: 'compute',
      path: '/servers/detail?all_tenants=1',
      key: 'servers',
      version: 'compute 2.79',
      row: (record) => record.text('id'),
    }
    const ask = askFrom({
      'compute GET /servers/detail?all_tenants=1 (compute 2.79)': {
        json: {
          servers: ids('a'),
          servers_links: [{ rel: 'next', href: 'https://10.12.4.53:8774/v2.1/servers/detail?all_tenants=1&marker=a' }],
        },
      },
      'compute GET /servers/detail?all_tenants=1&marker=a (compute 2.79)': { json: { servers: [] } },
    })
    expect(await listOf(ask, async () => new URL('https://10.12.4.53:8774/v2.1'), servers)).toEqual(['a'])
  })

  test('and an empty one is an answer', async () => {
    expect(await list({ 'network GET /v2.0/things': { json: { things: [] } } })).toEqual([])
  })
})

describe('a list that its service has cut', () => {
  const cut = (truncated: unknown) => ({ 'network GET /v2.0/things': { json: { things: ids('a'), links: { next: null }, truncated } } })
  const message =
    'network GET /v2.0/things: the list is incomplete: the answer has "truncated": true. The service has cut it at its list_limit'

  test.each([true, 'true', 1])('is not whole, as %j says', async (truncated) => {
    await expect(list(cut(truncated))).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'not-understood', message })
  })

  test('still shows the rows that came, to whoever takes note of the rest', async () => {
    const notes: object[] = []
    const ask = Object.assign(askFrom(cut(true)), { unread: (row: object) => void notes.push(row) })
    expect(await listOf(ask, endpoint, things)).toEqual(['a'])
    expect(notes).toEqual([{ key: 'network GET /v2.0/things truncated', message }])
  })

  test('is whole when the answer that is called cut has a link to the next page', async () => {
    const next = 'https://10.12.4.54:9696/v2.0/things?marker=a'
    const pages = {
      'network GET /v2.0/things': { json: { things: ids('a'), links: { next }, truncated: true } },
      'network GET /v2.0/things?marker=a': { json: { things: ids('b'), links: { next: null } } },
    }
    expect(await list(pages)).toEqual(['a', 'b'])
  })

  test.each([false, null, undefined])('is whole with %j', async (truncated) => {
    expect(await list(cut(truncated))).toEqual(['a'])
  })
})

describe('half a list is not an answer', () => {
  const next = (href: string) => ({ 'network GET /v2.0/things': { json: { things: ids('a'), next: href } } })
  test.each([
    ['another origin', 'https://evil.example/v2.0/things?marker=a', 'to https://evil.example, and https://10.12.4.54:9696 was asked'],
    ['another port', 'https://10.12.4.54:443/v2.0/things?marker=a', 'to https://10.12.4.54, and https://10.12.4.54:9696 was asked'],
    ['another list', '/v2.0/others?marker=a', 'to /v2.0/others'],
    ['no URL', 'https://', 'to "https://", which is not a URL'],
  ])('when its link leads to %s', async (_, href, where) => {
    await expect(list(next(href))).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'not-understood',
      key: 'paging 10.12.4.54:9696',
      message: `the link to the next page of /v2.0/things leads ${where}, so the list is not whole`,
    })
  })

  test('when it leads in a circle', async () => {
    await expect(list(next('/v2.0/things'))).rejects.toMatchObject({
      kind: 'not-understood',
      message: 'network GET /v2.0/things: the list leads back to a page that was already read',
    })
  })

  test('when it never ends', async () => {
    let pages = 0
    const endless = listOf(
      async () => ({ kind: 'get', status: 200, headers: {}, body: JSON.stringify({ things: [], next: `/v2.0/things?page=${++pages}` }) }),
      endpoint,
      things,
    )
    await expect(endless).rejects.toMatchObject({
      kind: 'not-understood',
      message: expect.stringMatching(/the list has more than 1000 pages$/),
    })
    expect(pages).toBe(1000)
  })

  test('when a page of it fails', async () => {
    const table = {
      ...next('/v2.0/things?marker=a'),
      'network GET /v2.0/things?marker=a': { status: 504, body: '<html>Gateway Time-out</html>' },
    }
    await expect(list(table)).rejects.toMatchObject({
      kind: 'unreachable',
      key: 'openstack network',
      message: 'network could not answer network GET /v2.0/things?marker=a (504)',
    })
  })
})

describe('what is not a list is not understood', () => {
  test.each([
    ['nothing', { body: '' }, 'was answered with nothing at all'],
    [
      'a web page',
      { body: '<!DOCTYPE html><title>It works</title>' },
      'was answered with a web page: a proxy or load balancer stands where the API should',
    ],
    ['half a document', { body: '{"things": [{"id"' }, 'wanted JSON, got 17 characters that end "{\\"things\\": [{\\"id\\""'],
    ['a list at the top', { json: [] }, 'the document: wanted an object, got a list of 0'],
    ['null', { body: 'null' }, 'the document: wanted an object, got null'],
    ['an empty object', { json: {} }, 'things: wanted a list, got nothing'],
    ['an object in its place', { json: { things: {} } }, 'things: wanted a list, got object'],
    ['a row without its key', { json: { things: [{}] } }, 'things[0].id: wanted a text, got nothing'],
    ['a row that is null', { json: { things: [null] } }, 'things[0]: wanted an object, got null'],
    ['an inherited key', { body: '{"__proto__": {"things": []}}' }, 'things: wanted a list, got nothing'],
  ])('%s', async (_, answer, message) => {
    await expect(list({ 'network GET /v2.0/things': answer })).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'not-understood',
      message: `network GET /v2.0/things: ${message}`,
    })
  })
})

describe('a refusal', () => {
  const rule = { id: 'r1', service: 'compute', method: 'GET', path: '/v2.1/servers' }
  const refused = (status: number, change: Readonly<Record<string, unknown>> = {}) =>
    list({ 'network GET /v2.0/things': { status }, 'identity LOGIN': loginAnswer(change) })

  test.each([401, 403])('with %i of a login that has access rules is explained by these', async (status) => {
    await expect(refused(status, { application_credential: { id: 'a1', name: 'gates', access_rules: [rule] } })).rejects.toMatchObject({
      kind: 'credential',
      key: 'openstack access rules',
      message: `network refuses network GET /v2.0/things (${status}): the application credential we log in with has access rules, which allow only GET compute /v2.1/servers`,
      remedy: 'openstack access rule list',
    })
  })

  test('of any other login is not', async () => {
    await expect(refused(401)).rejects.toMatchObject({ key: 'openstack token network' })
    await expect(refused(403, { application_credential: { id: 'a1', name: 'gates', restricted: true } })).rejects.toMatchObject({
      key: 'openstack permission',
    })
    await expect(list({ 'network GET /v2.0/things': { status: 401 } })).rejects.toMatchObject({ key: 'openstack token network' })
  })
})
