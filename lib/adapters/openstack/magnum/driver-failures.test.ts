import { describe, expect, test } from 'vitest'
import { gatesNamedBy } from './driver-failures.ts'

const namespace = '/api/v1/namespaces/magnum-edb5bdb32880431993889cc3e38671e3?fieldManager=magnum&force=true'

/** Reasons of magnum-capi-helm 1.4.0, as Magnum 15 and 23 printed them. */
describe('what the driver says of a creation that failed leads to', () => {
  test.each([
    ["[Errno 2] No such file or directory: 'helm'", ['helm-on-init-path']],
    [`401 Client Error: Unauthorized for url: https://127.0.7.1:6443${namespace}`, ['conductor-kubeconfig-is-ours', 'kubeconfig-sealed']],
    [`403 Client Error: Forbidden for url: https://127.0.7.1:6443${namespace}`, ['conductor-kubeconfig-is-ours', 'kubeconfig-sealed']],
    [
      `HTTPSConnectionPool(host='127.0.7.9', port=6443): Max retries exceeded with url: ${namespace} (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))`,
      ['mgmt-api-answers', 'conductor-kubeconfig-is-ours'],
    ],
    ["[Errno 2] No such file or directory: '/etc/magnum/kubeconfig'", ['kubeconfig-sealed', 'conductor-conf-dir-read']],
  ])('%s', (reason, gates) => {
    expect(gatesNamedBy(reason)).toEqual(gates)
  })

  test.each(['Failed to create the load balancer', 'Unauthorized', '', "No such file or directory: 'openssl'"])(
    'no gate from %j',
    (reason) => {
      expect(gatesNamedBy(reason)).toEqual([])
    },
  )
})
