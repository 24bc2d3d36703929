import { describe, expect, test } from 'vitest'
import { unreachable } from './unreachable.ts'

const server = new URL('https://10.6.0.20:6443')
const who = "the management cluster's API at 10.6.0.20:6443"

describe('a failed connection says', () => {
  test.each([
    ['EHOSTUNREACH', 'unreachable', 'cannot be reached: no route to the host (EHOSTUNREACH)'],
    ['EADDRNOTAVAIL', 'not-asked', 'was not asked: this machine has no address or free port to ask from (EADDRNOTAVAIL)'],
    ['EPERM', 'not-asked', 'was not asked: a firewall rule or a route of this machine forbids it (EPERM)'],
    ['EMFILE', 'not-asked', 'was not asked: this machine has no file descriptor left for a connection (EMFILE)'],
    ['ENOTFOUND', 'unreachable', 'cannot be reached: its name is not known to DNS (ENOTFOUND)'],
    ['EAI_AGAIN', 'not-asked', 'was not asked: the DNS of this machine did not answer for that host name (EAI_AGAIN)'],
    ['ENETUNREACH', 'not-asked', 'was not asked: there is no route from this machine to that address (ENETUNREACH)'],
    [
      'UND_ERR_CONNECT_TIMEOUT',
      'timeout',
      'took too long to connect: something listens, but the TLS handshake does not end (UND_ERR_CONNECT_TIMEOUT)',
    ],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'untrusted',
      'shows a TLS certificate from a different CA than the one in the kubeconfig (SELF_SIGNED_CERT_IN_CHAIN)',
    ],
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'untrusted',
      'does not speak TLS in a form that this program understands (ERR_SSL_WRONG_VERSION_NUMBER)',
    ],
    [
      'ERR_OSSL_PEM_NO_START_LINE',
      'credential',
      'cannot be asked: the client certificate or key in the kubeconfig is damaged (ERR_OSSL_PEM_NO_START_LINE)',
    ],
  ])('%s', (code, kind, says) => {
    expect(unreachable(Object.assign(new Error('x'), { code }), server, 'kube mgmt')).toMatchObject({
      kind,
      key: 'kube mgmt',
      message: `${who} ${says}`,
    })
  })

  test('what lies beneath a wrapped error', () => {
    const cause = Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
    expect(unreachable(new TypeError('fetch failed', { cause }), server, 'kube mgmt')).toMatchObject({
      kind: 'unreachable',
      remedy: 'nc -vz -w 5 10.6.0.20 6443',
    })
  })

  test('the words of an error nobody foresaw', () => {
    expect(unreachable(new Error('stream was reset'), server, 'kube mgmt')).toMatchObject({
      kind: 'unreachable',
      message: `${who} could not be asked: stream was reset`,
    })
  })
})
