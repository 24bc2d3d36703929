import { describe, expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'
import { apiRoot } from './api-root.ts'
import { keystoneAnswer } from './keystone/keystone.ts'
import { askFrom } from './test-ask.ts'

/** As keystone 22.0.2 prints it. */
const v3 = {
  version: {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: 'https://10.12.4.50:5000/v3/' }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  },
}
const site = { keystone: { address: '10.12.4.50', port: 5000 } } as Site
const keystone = (answer: Parameters<typeof askFrom>[0][string]) =>
  keystoneAnswer(askFrom({ 'https://10.12.4.50:5000 GET /v3': answer }), site)
const root = (answer: Parameters<typeof askFrom>[0][string]) =>
  apiRoot(askFrom({ 'https://10.12.4.51:9292 GET /': answer }), '10.12.4.51:9292')
const at = '10.12.4.51:9292'

describe('Keystone', () => {
  test('tells its version', async () => {
    expect(await keystone({ json: v3 })).toEqual({
      at: '10.12.4.50:5000',
      reached: true,
      status: 200,
      version: { id: 'v3.14', status: 'stable' },
    })
  })

  test('in trouble is reached all the same', async () => {
    expect(await keystone({ status: 503, body: '<html>' })).toEqual({ at: '10.12.4.50:5000', reached: true, status: 503 })
  })

  test.each([
    [{ status: 404, json: { error: { code: 404 } } }, 'was answered 404 with a document that names no version: is it Keystone?'],
    [{ status: 200, json: { version: { id: 'v3.14', status: 'stable', links: [] } } }, 'names a version without a link to it'],
    [{ status: 200, body: '<html>It works!</html>' }, 'was answered with a web page: a proxy or load balancer stands where the API should'],
    [{ status: 302, body: '' }, 'was answered with nothing at all'],
  ])('is something else when it answers %j', async (answer, message) => {
    await expect(keystone(answer)).rejects.toMatchObject({ kind: 'not-understood', message: `https://10.12.4.50:5000 GET /v3: ${message}` })
  })
})

describe('that a place cannot be reached', () => {
  test.each<CouldNotLookKind>(['unreachable', 'timeout', 'untrusted'])('is a fact when it is %s', async (kind) => {
    const why = new CouldNotLook(kind, 'https x', 'x refused', { remedy: 'curl' })
    expect(await root(why)).toEqual({ at, reached: false, why: { kind, message: 'x refused', remedy: 'curl' } })
    expect(await keystone(why)).toMatchObject({ reached: false, why: { kind } })
  })

  test.each(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAI_AGAIN'])('is not known when it is this machine that has no way: %s', async (code) => {
    const why = () => new CouldNotLook('unreachable', 'https x', `x cannot be reached (${code})`)
    await expect(root(why())).rejects.toMatchObject({ kind: 'unreachable', key: 'https x' })
    await expect(keystone(why())).rejects.toMatchObject({ kind: 'unreachable', key: 'https x' })
  })

  test.each(['EHOSTUNREACH', 'ECONNREFUSED', 'ENOTFOUND'])('is a fact when it is the place: %s', async (code) => {
    expect(await keystone(new CouldNotLook('unreachable', 'https x', `x cannot be reached (${code})`))).toMatchObject({ reached: false })
  })

  test.each<CouldNotLookKind>(['credential', 'unrecorded', 'interrupted', 'guard', 'too-large'])(
    'is not known when it is %s',
    async (kind) => {
      await expect(root(new CouldNotLook(kind, 'CA file', 'the CA file is empty'))).rejects.toMatchObject({ kind, key: 'CA file' })
      await expect(keystone(new CouldNotLook(kind, 'CA file', 'the CA file is empty'))).rejects.toMatchObject({ kind })
    },
  )
})

describe('the root of an API is alive', () => {
  const versions = [{ id: 'v2.16', status: 'CURRENT', links: [{ rel: 'self', href: 'https://10.12.4.51:9292/v2/' }] }]
  test.each([
    ['glance, cinder, heat: a choice', 300, { json: { versions } }],
    ['nova, neutron, octavia, placement', 200, { json: { versions } }],
    ['keystone, barbican', 300, { json: { versions: { values: versions } } }],
    ['an API with one version', 200, { json: { version: versions[0] } }],
    ['an object store', 200, { body: '<?xml version="1.0" encoding="UTF-8"?><ListAllMyBucketsResult/>' }],
    ['one that wants a token', 401, { body: 'Authentication required' }],
    ['one without a root', 404, { body: '' }],
    ['one that forbids it', 403, { body: '<html>' }],
    ['one in trouble: alive, and not well', 503, { body: '<html>' }],
  ])('%s', async (_, status, answer) => {
    expect(await root({ status, ...answer })).toEqual({ at, reached: true, status })
  })

  test.each([
    ['nothing', { status: 200, body: '' }, 'was answered with nothing at all'],
    [
      'a web page',
      { status: 200, body: '<html><body>Apache2 Default Page' },
      'was answered with a web page: a proxy or load balancer stands where the API should',
    ],
    ['half a document', { status: 300, body: '{"versions": [' }, 'wanted JSON, got 14 characters that end "{\\"versions\\": ["'],
    ['no versions', { status: 300, json: { versions: [] } }, 'was answered with a document that names no version: is it an API?'],
    [
      'no versions, keystone’s way',
      { status: 300, json: { versions: { values: [] } } },
      'was answered with a document that names no version: is it an API?',
    ],
    ['another document', { status: 200, json: { status: 'ok' } }, 'was answered with a document that names no version: is it an API?'],
  ])('not when it answers %s', async (_, answer, message) => {
    await expect(root(answer)).rejects.toMatchObject({ kind: 'not-understood', message: `https://10.12.4.51:9292 GET /: ${message}` })
  })
})
