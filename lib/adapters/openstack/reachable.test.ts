import { describe, expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import { CouldNotLook, type CouldNotLookKind } from '../../transport/could-not-look.ts'
import { endpointAnswer } from './endpoint-sweep.ts'
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
const endpoint = {
  at: '10.12.4.51:9292',
  host: '10.12.4.51',
  isTls: true,
  path: '/',
  services: [{ interface: 'public', type: 'image', name: 'glance', path: '/' }],
}
const root = (answer: Parameters<typeof askFrom>[0][string]) =>
  endpointAnswer(askFrom({ 'https://10.12.4.51:9292 GET /': answer }), endpoint)
const at = '10.12.4.51:9292'
const noVersion = 'was answered with a document that names no version: something other than an API may answer there'

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

  test('is not known when it is this machine that has no way', async () => {
    const why = () => new CouldNotLook('not-asked', 'https x', 'x was not asked (ENETUNREACH)')
    await expect(root(why())).rejects.toMatchObject({ kind: 'not-asked', key: 'https x' })
    await expect(keystone(why())).rejects.toMatchObject({ kind: 'not-asked', key: 'https x' })
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

const versions = [{ id: 'v2.16', status: 'CURRENT', links: [{ rel: 'self', href: 'https://10.12.4.51:9292/v2/' }] }]
const webob = (text: string) => `<html>\n <head>\n  <title>x</title>\n </head>\n <body>\n  <h1>x</h1>\n  ${text}\n\n\n </body>\n</html>`
const nginx = (what: string) => `<html><body><center><h1>${what}</h1></center><hr><center>nginx/1.24.0</center></body></html>`
const haproxy404 = '<html><body><h1>404 Not Found</h1>\nThe resource could not be found.\n</body></html>\n'
const apache = (text: string) => `<html><head><title>x</title></head><body><h1>x</h1><p>${text}</p></body></html>`

describe('an endpoint is alive', () => {
  test.each([
    ['glance, cinder, heat: a choice', 300, { json: { versions } }],
    ['neutron, octavia, placement, gnocchi', 200, { json: { versions } }],
    ['keystone, barbican, aodh, designate', 300, { json: { versions: { values: versions } } }],
    ['nova at /v2.1, keystone at /v3', 200, { json: { version: versions[0] } }],
    ['magnum at /v1', 200, { json: { ...versions[0], media_types: [] } }],
    ['an object store', 200, { body: '<?xml version="1.0" encoding="UTF-8"?><ListAllMyBucketsResult/>' }],
    ['keystonemiddleware', 401, { body: 'Authentication required' }],
    [
      'keystonemiddleware of late',
      401,
      { json: { error: { code: 401, title: 'Unauthorized', message: 'The request requires authentication.' } } },
    ],
    ['keystonemiddleware, by its header', 401, { body: '', headers: { 'www-authenticate': 'Keystone uri="https://10.12.4.50:5000/v3"' } }],
    ['swift, by its header', 412, { body: 'Bad URL', headers: { 'x-trans-id': 'tx1' } }],
    ['swift', 404, { body: '<html><h1>Not Found</h1><p>The resource could not be found.</p></html>' }],
    ['RadosGW', 403, { json: { Code: 'AccessDenied', RequestId: 'tx1', HostId: 'x' } }],
    ['any, by its request id', 404, { body: '', headers: { 'x-openstack-request-id': 'req-1' } }],
    ['webob, as a page', 404, { body: webob('The resource could not be found.<br /><br />') }],
    ['webob, as text', 404, { body: '404 Not Found\n\nThe resource could not be found.\n\n   ' }],
    ['webob, as JSON', 404, { json: { message: 'The resource could not be found.', code: '404 Not Found', title: 'Not Found' } }],
    ['werkzeug', 404, { body: '<p>The requested URL was not found on the server. If you entered the URL manually please check it.</p>' }],
    ['keystone', 404, { json: { error: { code: 404, message: '(http://x/): The resource could not be found.', title: 'Not Found' } } }],
    ['nova', 404, { json: { itemNotFound: { code: 404, message: 'x' } } }],
    ['neutron', 404, { json: { NeutronError: { type: 'HTTPNotFound', message: 'x', detail: '' } } }],
    ['placement, magnum', 404, { json: { errors: [{ status: 404, title: 'Not Found', detail: 'x', request_id: 'req-1' }] } }],
    ['octavia', 404, { json: { faultcode: 'Client', faultstring: 'x', debuginfo: null } }],
    ['gnocchi', 404, { json: { description: 'x', title: 'Not Found', code: 404 } }],
    ['one that adds a slash', 302, { body: '', headers: { location: 'http://10.12.4.51:9292/v2/' } }],
    ['one that adds a slash, in short', 308, { body: '', headers: { location: '/v2/' } }],
    ['one in trouble: alive, and not well', 503, { body: '<html>' }],
  ])('%s', async (_, status, answer) => {
    expect(await root({ status, ...answer })).toEqual({ at, reached: true, status })
  })

  test.each([
    ['nginx', nginx('404 Not Found')],
    ['the default backend of an ingress', 'default backend - 404'],
    ['a proxy such as Traefik', '404 page not found\n'],
    ['haproxy', haproxy404],
    ['Apache', apache('The requested URL was not found on this server.')],
  ])('not when %s finds nothing there', async (foreign, body) => {
    expect(await root({ status: 404, body })).toEqual({ at, reached: true, status: 404, foreign })
  })

  test.each([
    ['nothing', { status: 200, body: '' }, 'was answered with nothing at all'],
    [
      'a web page',
      { status: 200, body: '<html><body>Apache2 Default Page' },
      'was answered with a web page: a proxy or load balancer stands where the API should',
    ],
    [
      'a web page that begins as XML',
      { status: 200, body: '<?xml version="1.0"?>\n<!DOCTYPE html><html><body>Log in' },
      'was answered with a web page: a proxy or load balancer stands where the API should',
    ],
    ['half a document', { status: 300, body: '{"versions": [' }, 'wanted JSON, got 14 characters that end "{\\"versions\\": ["'],
    ['no versions', { status: 300, json: { versions: [] } }, noVersion],
    ['no versions, keystone’s way', { status: 300, json: { versions: { values: [] } } }, noVersion],
    ['another document', { status: 200, json: { status: 'ok' } }, noVersion],
    ['an empty version', { status: 200, json: { version: {} } }, noVersion],
    ['a version of a program', { status: 200, json: { version: '1.2' } }, noVersion],
    ['401 of nginx', { status: 401, body: nginx('401 Authorization Required') }, 'was answered 401 by nginx itself, not by the service'],
    [
      'a login page elsewhere',
      { status: 302, body: '', headers: { location: 'https://login.example/' } },
      'was answered with a redirect (302) to "https://login.example/"',
    ],
    ['a redirect to nowhere', { status: 302, body: '' }, 'was answered with a redirect (302) to nowhere'],
  ])('not when it answers %s', async (_, answer, message) => {
    await expect(root(answer)).rejects.toMatchObject({ kind: 'not-understood', message: `https://10.12.4.51:9292 GET /: ${message}` })
  })

  test.each([
    [404, { body: '' }],
    [404, { body: '<html>not here' }],
    [404, { body: '<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n<html>' }],
    [404, { json: { message: 'no Route matched with those values' } }],
    [404, { json: { detail: 'Not Found' } }],
    [404, { json: { timestamp: 1, status: 404, error: 'Not Found', path: '/' } }],
    [401, { body: '<html>Sign in' }],
    [403, { body: '' }],
    [400, { body: 'x' }],
    [429, { body: 'slow down' }],
  ])('not when it answers %i and nobody has signed it: %j', async (status, answer) => {
    const message = `https://10.12.4.51:9292 GET /: was answered ${status}, but no service of OpenStack gives such an answer: a proxy may stand there`
    await expect(root({ status, ...answer })).rejects.toMatchObject({ kind: 'not-understood', message })
  })
})

describe('an endpoint of files', () => {
  const services = [{ interface: 'public', type: 'product-streams', name: 'image-stream', path: '/simplestreams/data' }]
  const files = (answer: Parameters<typeof askFrom>[0][string]) =>
    endpointAnswer(askFrom({ 'https://10.12.4.57:443 GET /simplestreams/data': answer }), {
      ...{ at: '10.12.4.57:443', host: '10.12.4.57', isTls: true, path: '/simplestreams/data' },
      services,
    })

  test.each([
    ['a listing', 200, { body: '<html><head><title>Index of /</title></head>' }],
    ['an index of images', 200, { json: { format: 'index:1.0', index: {} } }],
    ['no listing', 403, { body: apache('You don’t have permission to access this resource.') }],
    ['nothing synchronised yet', 404, { body: apache('The requested URL was not found on this server.') }],
    ['a slash more', 301, { body: '', headers: { location: 'https://10.12.4.57/simplestreams/data/' } }],
  ])('is alive behind plain Apache: %s', async (_, status, answer) => {
    expect(await files({ status, ...answer })).toEqual({ at: '10.12.4.57:443/simplestreams/data', reached: true, status })
  })

  test('is not alive behind an ingress that knows no such path, nor when nothing comes', async () => {
    expect(await files({ status: 404, body: nginx('404 Not Found') })).toMatchObject({ status: 404, foreign: 'nginx' })
    await expect(files({ status: 200, body: '' })).rejects.toMatchObject({ kind: 'not-understood' })
  })
})
