import { describe, expect, test } from 'vitest'
import type { CouldNotLook } from '../../transport/could-not-look.ts'
import type { GetAnswer } from '../../transport/question.ts'
import { parseVersion } from './version.ts'

/** kube-apiserver 1.20.2, as the lab's answers */
const captured = `{
  "major": "1",
  "minor": "20",
  "gitVersion": "v1.20.2",
  "gitCommit": "faecb196815e248d3ecfb03c680a4507229c2a56",
  "gitTreeState": "archive",
  "buildDate": "1970-01-01T00:00:00Z",
  "goVersion": "go1.19.8",
  "compiler": "gc",
  "platform": "linux/amd64"
}`
const unauthorized =
  '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}'

describe('an answer to GET /version', () => {
  test('of an API server is its version', () => {
    expect(parseVersion(answer(200, captured))).toEqual({ gitVersion: 'v1.20.2' })
  })

  test.each([
    [
      401,
      unauthorized,
      'credential',
      'kube credential',
      'the management cluster did not accept our credential (GET /version was answered 401: Unauthorized): it is expired or was revoked',
    ],
    [
      403,
      '{"kind":"Status","message":"forbidden: User \\"system:anonymous\\" cannot get path \\"/version\\""}',
      'credential',
      'kube credential',
      'the management cluster did not accept our credential (GET /version was answered 403: forbidden: User "system:anonymous" cannot get path "/version"): it is expired or was revoked',
    ],
    [
      403,
      '{"kind":"Status","message":"forbidden: User \\"gates\\" cannot get path \\"/version\\""}',
      'credential',
      'kube permission',
      'the management cluster knows us but does not let us GET /version: forbidden: User "gates" cannot get path "/version"',
    ],
    [
      404,
      '404 page not found\n',
      'not-understood',
      'GET /version',
      'the management cluster has nothing at GET /version (404): 404 page not found',
    ],
    [500, '', 'unreachable', 'kube mgmt', 'the management cluster could not answer GET /version (500)'],
    [
      503,
      'etcd failed: reason withheld',
      'unreachable',
      'kube mgmt',
      'the management cluster could not answer GET /version (503): etcd failed: reason withheld',
    ],
    [418, '{}', 'not-understood', 'GET /version', 'GET /version was answered 418'],
    [
      302,
      '',
      'not-understood',
      'GET /version',
      'GET /version was answered with a redirect (302): a log-in page or load balancer stands where the API should',
    ],
    [200, '', 'not-understood', 'GET /version', 'GET /version was answered with nothing at all (200, empty body)'],
    [
      200,
      '<!DOCTYPE html><html>',
      'not-understood',
      'GET /version',
      'GET /version was answered with a web page (200): a proxy or load balancer answered, not the API server',
    ],
    [
      502,
      '<html><h1>Bad Gateway',
      'not-understood',
      'GET /version',
      'GET /version was answered with a web page (502): a proxy or load balancer answered, not the API server',
    ],
    [
      200,
      captured.slice(0, 60),
      'not-understood',
      'GET /version',
      'GET /version was answered with no JSON object: { "major": "1", "minor": "20", "gitVersion": "v1.20.2"',
    ],
    [200, '[]', 'not-understood', 'GET /version', 'GET /version was answered with no JSON object: []'],
    [200, '{}', 'not-understood', 'GET /version', 'GET /version was answered with JSON that has no gitVersion: is this a Kubernetes API?'],
  ] as const)('with status %i and body %j could not look', (status, body, kind, key, message) => {
    expect(thrown(answer(status, body))).toMatchObject({ name: 'CouldNotLook', kind, key, message })
  })

  test('of a busy server tells how long it asks to wait', () => {
    const busy = { ...answer(429, 'Too many requests, please try again later.\n'), headers: { 'retry-after': '1' } }
    expect(thrown(busy)).toMatchObject({
      kind: 'unreachable',
      message: 'the management cluster is too busy for GET /version (429), it asks to wait 1 s: Too many requests, please try again later.',
    })
  })
})

function answer(status: number, body: string): GetAnswer {
  return { kind: 'get', status, headers: {}, body }
}

function thrown(given: GetAnswer): CouldNotLook {
  try {
    parseVersion(given)
  } catch (error) {
    return error as CouldNotLook
  }
  throw new Error('it was understood')
}
