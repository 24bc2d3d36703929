import { describe, expect, test } from 'vitest'
import type { GetAnswer } from '../../transport/question.ts'
import { messageIn, refusal } from './refusal.ts'

const answered = (status: number, body: unknown = '', headers: GetAnswer['headers'] = {}) =>
  refusal({ kind: 'get', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, 'compute', 'compute GET /servers')

test.each([
  [
    answered(401, { error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' } }),
    'credential',
    'openstack token compute',
    'compute does not accept a token that Keystone has just issued (compute GET /servers: 401): its own login at Keystone may be broken: The request you have made requires authentication.',
  ],
  [
    answered(403, { forbidden: { code: 403, message: 'Policy doesn’t allow os_compute_api:os-services:list to be performed.' } }),
    'credential',
    'openstack permission',
    'compute knows us and does not let us look (compute GET /servers: 403): Policy doesn’t allow os_compute_api:os-services:list to be performed.',
  ],
  [
    answered(404, { itemNotFound: { code: 404, message: 'Instance 1 could not be found.' } }),
    'not-understood',
    'compute GET /servers',
    'compute GET /servers found nothing there (404): Instance 1 could not be found.',
  ],
  [answered(406), 'not-understood', 'compute GET /servers', 'compute GET /servers was asked for a version this API does not have (406)'],
  [
    answered(429, '', { 'retry-after': '7' }),
    'unreachable',
    'openstack compute',
    'compute is too busy for compute GET /servers (429), it asks to wait 7 s',
  ],
  [
    answered(500, { computeFault: { code: 500, message: 'Unexpected API Error.\nPlease report this.' } }),
    'unreachable',
    'openstack compute',
    'compute could not answer compute GET /servers (500): Unexpected API Error. Please report this.',
  ],
  [
    answered(503, '<html><body><h1>503 Service Unavailable</h1></body></html>'),
    'unreachable',
    'openstack compute',
    'compute could not answer compute GET /servers (503)',
  ],
  [
    answered(300),
    'not-understood',
    'compute GET /servers',
    'compute GET /servers was answered with a choice of versions (300): the path in the catalogue is not a path of this API',
  ],
  [
    answered(302, '', { location: 'https://10.12.4.56/auth/login' }),
    'not-understood',
    'compute GET /servers',
    'compute GET /servers was answered with a redirect (302) to https://10.12.4.56/auth/login',
  ],
  [
    answered(302, '', { location: `https://10.12.4.56/${'x'.repeat(10_000)}` }),
    'not-understood',
    'compute GET /servers',
    `compute GET /servers was answered with a redirect (302) to https://10.12.4.56/${'x'.repeat(181)}`,
  ],
  [
    answered(429, '', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }),
    'unreachable',
    'openstack compute',
    'compute is too busy for compute GET /servers (429)',
  ],
  [
    answered(403, '<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n'),
    'unreachable',
    'openstack compute',
    'compute was not asked: haproxy, which stands in front of it, refuses compute GET /servers (403)',
  ],
  [
    answered(401, '<html>\r\n<head><title>401 Authorization Required</title></head>\r\n<body>\r\n<hr><center>nginx/1.18.0</center>'),
    'unreachable',
    'openstack compute',
    'compute was not asked: nginx, which stands in front of it, refuses compute GET /servers (401)',
  ],
  [
    answered(503, '', { 'retry-after': '120' }),
    'unreachable',
    'openstack compute',
    'compute could not answer compute GET /servers (503), it asks to wait 120 s',
  ],
  [answered(204), 'not-understood', 'compute GET /servers', 'compute GET /servers was answered 204'],
])('%s', (why, kind, key, message) => {
  expect(why).toMatchObject({ name: 'CouldNotLook', kind, key, message })
})

describe('the message of an error is found', () => {
  test.each([
    [
      'neutron',
      { NeutronError: { type: 'NetworkNotFound', message: 'Network x could not be found.', detail: '' } },
      'Network x could not be found.',
    ],
    [
      'octavia',
      { faultcode: 'Client', faultstring: 'Policy does not allow this request to be performed.', debuginfo: null },
      'Policy does not allow this request to be performed.',
    ],
    [
      'magnum',
      {
        errors: [{ status: 404, code: 'client', links: [], title: 'Cluster x not found', detail: 'Cluster x not found.', request_id: '' }],
      },
      'Cluster x not found.',
    ],
    [
      'placement',
      { errors: [{ status: 404, detail: 'The resource could not be found.', title: 'Not Found' }] },
      'The resource could not be found.',
    ],
    ['plain text', 'Bad\n request', 'Bad request'],
    ['a web page', ' <HTML><p>secret</p>', ''],
    ['nothing', '', ''],
    ['something too deep', { a: { b: { c: { d: { message: 'x' } } } } }, ''],
    ['something long', { message: 'x'.repeat(500) }, 'x'.repeat(200)],
  ])('in %s', (_, body, message) => {
    expect(messageIn(typeof body === 'string' ? body : JSON.stringify(body))).toBe(message)
  })
})
