import { describe, expect, test } from 'vitest'
import type { Credential } from './credential.ts'
import { login, noToken, won } from './login.ts'
import type { HttpRequest, Received } from './pools.ts'

const origin = 'https://10.12.4.50:5000'
const domain = { name: 'admin_domain' }
const credential: Credential = {
  from: 'the openrc admin-openrc',
  who: 'user admin',
  secret: 'hunter2',
  identity: { methods: ['password'], password: { user: { name: 'admin', domain, password: 'hunter2' } } },
  scopes: ['admin_domain', 'admin'].map((name) => ({ project: { name, domain } })),
}
const limits = { signal: new AbortController().signal, maxBytes: 1000 }

/** Shortened answers of keystone 22.0.2 in the lab. */
const refused: Received = {
  status: 401,
  headers: { 'www-authenticate': `Keystone uri="${origin}"` },
  body: '{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}',
}
const token = {
  methods: ['password'],
  user: { domain: { id: 'default', name: 'Default' }, id: 'dedcdd6d', name: 'admin', password_expires_at: null },
  audit_ids: ['XXCjl5iNQvOjAJMoEpQEMw'],
  expires_at: '2026-11-22T11:04:01.000000Z',
  issued_at: '2026-11-22T10:04:01.000000Z',
  project: { domain: { id: 'default', name: 'Default' }, id: '968d8856', name: 'admin' },
  is_domain: false,
  roles: [{ id: '0d3b2aed', name: 'admin' }],
  catalog: [
    { type: 'identity', name: 'keystone', id: 'd0', endpoints: [{ interface: 'public', region: 'RegionOne', url: `${origin}/v3` }] },
  ],
}
const issued = (change: Readonly<Record<string, unknown>> = {}, id = 'gAAAAABrAr4R'): Received => ({
  status: 201,
  headers: { 'x-subject-token': id },
  body: JSON.stringify({ token: { ...token, ...change } }),
})

async function tryWith(...answers: readonly Received[]) {
  const sent: HttpRequest[] = []
  const secrets: string[] = []
  const send = async (request: HttpRequest) => {
    sent.push(request)
    return answers[sent.length - 1] as Received
  }
  const result = login({ origin, credential, send, limits, onSecret: (secret) => secrets.push(secret) })
  return { result, sent, secrets }
}

test('the first project that gives a scoped token wins, and the others are not tried', async () => {
  const { result, sent, secrets } = await tryWith(issued())
  expect(await result).toMatchObject({
    attempts: [{ project: 'admin_domain in admin_domain', outcome: won }],
    token: {
      id: 'gAAAAABrAr4R',
      catalogue: [{ type: 'identity', endpoints: [{ interface: 'public', region: 'RegionOne', url: `${origin}/v3` }] }],
    },
  })
  expect(secrets).toEqual(['gAAAAABrAr4R'])
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ method: 'POST', origin, path: '/v3/auth/tokens' })
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
    auth: { identity: credential.identity, scope: { project: { name: 'admin_domain', domain } } },
  })
})

test('a project that is refused leaves the next one to try', async () => {
  const { result } = await tryWith(refused, issued())
  expect((await result).attempts).toEqual([
    { project: 'admin_domain in admin_domain', outcome: 'refused: 401' },
    { project: 'admin in admin_domain', outcome: won },
  ])
})

test.each([
  ['project', { project: undefined }],
  ['roles', { roles: [] }],
  ['catalogue', { catalog: undefined }],
])('a 201 without %s is not a scoped token, and its id is a secret all the same', async (_, change) => {
  const { result, secrets } = await tryWith(issued(change, 'unscoped-id'), issued())
  expect((await result).attempts).toEqual([
    { project: 'admin_domain in admin_domain', outcome: 'issued a token for no project' },
    { project: 'admin in admin_domain', outcome: won },
  ])
  expect(secrets).toEqual(['unscoped-id', 'gAAAAABrAr4R'])
})

test('when none wins it says what was tried', async () => {
  const { result } = await tryWith(refused, issued({ catalog: undefined }))
  const none = await result
  expect(none.token).toBeUndefined()
  expect(noToken(none, credential)).toMatchObject({
    kind: 'credential',
    key: 'openstack login',
    message:
      'Keystone gave user admin of the openrc admin-openrc no scoped token: tried admin_domain in admin_domain (refused: 401), admin in admin_domain (issued a token for no project)',
  })
})

describe('could not look', () => {
  const text = 'hunter2 was in what you sent'
  test.each([
    [{ status: 503, headers: {}, body: text }, 'unreachable', 'https 10.12.4.50:5000', '10.12.4.50:5000 could not answer the login (503)'],
    [
      { status: 429, headers: { 'retry-after': '30' }, body: text },
      'unreachable',
      'https 10.12.4.50:5000',
      '10.12.4.50:5000 is too busy for the login (429), it asks to wait 30 s',
    ],
    [
      { status: 404, headers: {}, body: text },
      'not-understood',
      'openstack login',
      '10.12.4.50:5000 answered the login with 404: is it Keystone?',
    ],
    [
      { status: 302, headers: {}, body: text },
      'not-understood',
      'openstack login',
      '10.12.4.50:5000 answered the login with 302: is it Keystone?',
    ],
    [
      { status: 201, headers: { 'x-subject-token': 'x' }, body: '<html>' },
      'not-understood',
      'openstack login',
      '10.12.4.50:5000 accepted the login but sent no token that can be read: is it Keystone?',
    ],
    [
      { status: 201, headers: {}, body: JSON.stringify({ token }) },
      'not-understood',
      'openstack login',
      '10.12.4.50:5000 accepted the login but sent no token that can be read: is it Keystone?',
    ],
  ])('%j', async (answer, kind, key, message) => {
    const { result } = await tryWith(answer)
    await expect(result).rejects.toMatchObject({ name: 'CouldNotLook', kind, key, message })
  })
})
