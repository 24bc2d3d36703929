import { expect, test } from 'vitest'
import { refusal, statusMessage } from './refusal.ts'

test('what a server says is quoted on one line, and not at any length', () => {
  const message = `denied\r\n${'x'.repeat(100_000)}`
  const { message: text } = refusal({ status: 403, headers: {}, body: JSON.stringify({ kind: 'Status', message }) }, 'GET /version')
  expect(text).toMatch(/^the management cluster knows us but does not let us GET \/version: denied x+…$/)
  expect(text.length).toBeLessThan(600)
})

test.each(['null', '7', '"text"', '[]', '{}', '{"message": 7}', '{"message": {}}'])('a body %s says nothing that ends the run', (body) => {
  expect(typeof statusMessage(body)).toBe('string')
})

test('a wait that is not a number of seconds is not repeated', () => {
  const headers = { 'retry-after': '\u009b2J'.repeat(1000) }
  expect(refusal({ status: 429, headers, body: '' }, 'GET /version').message).toBe(
    'the management cluster is too busy for GET /version (429)',
  )
})

test.each([
  ['GET /apis/cluster.x-k8s.io/v1beta1/clusters', 'clusters.cluster.x-k8s.io'],
  ['GET /apis/cluster.x-k8s.io/v1beta1/namespaces/a/machines', 'machines.cluster.x-k8s.io'],
])('an API that cannot convert its objects for %s leads to the webhook that should', (asked, crd) => {
  // kube-apiserver 1.20 of the lab, with nobody at the webhook
  const message =
    'conversion webhook for cluster.x-k8s.io/v1beta2, Kind=Cluster failed: Post "https://127.0.0.1:9443/convert?timeout=30s": dial tcp 127.0.0.1:9443: connect: connection refused'
  const {
    kind,
    key,
    message: text,
    remedy,
  } = refusal({ status: 500, headers: {}, body: JSON.stringify({ kind: 'Status', message }) }, asked)
  expect({ kind, key, text, remedy }).toEqual({
    kind: 'unreachable',
    key: 'kube conversion cluster.x-k8s.io',
    text: `the management cluster cannot convert what it stores for ${asked} (500), so every request for these objects in this API version fails, including those of Magnum’s driver: ${message}`,
    remedy: `kubectl get crd ${crd} -o 'jsonpath={.spec.conversion.webhook.clientConfig}'`,
  })
})

test.each([
  ['GET /version', 'conversion webhook for x failed'],
  ['GET /apis/cluster.x-k8s.io/v1beta1/clusters', 'etcdserver: request timed out'],
])('any other 5xx is one of the API itself: %s, %s', (asked, message) => {
  const { key, remedy } = refusal({ status: 500, headers: {}, body: JSON.stringify({ kind: 'Status', message }) }, asked)
  expect({ key, remedy }).toEqual({ key: 'kube mgmt', remedy: "kubectl get --raw '/readyz?verbose'" })
})
