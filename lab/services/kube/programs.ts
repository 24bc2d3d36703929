import { join } from 'node:path'
import { apiPort } from './api.ts'

/** The command lines of the lab's management cluster. */
export function etcd(dir: string, address: string): [string, ...string[]] {
  const client = `http://${address}:2379`
  const peer = `http://${address}:2380`
  const peers = ['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `lab=${peer}`]
  return [
    'etcd',
    '--name',
    'lab',
    '--data-dir',
    join(dir, 'etcd', 'data'),
    '--unsafe-no-fsync',
    '--listen-client-urls',
    client,
    '--advertise-client-urls',
    client,
    ...peers,
  ]
}

export function apiserver(dir: string, address: string, program: string): [string, ...string[]] {
  const pki = (name: string) => join(dir, 'pki', name)
  const listen = [
    '--bind-address',
    address,
    '--advertise-address',
    address,
    '--secure-port',
    String(apiPort),
    '--endpoint-reconciler-type',
    'none',
  ]
  const identity = ['--tls-cert-file', pki('apiserver.crt'), '--tls-private-key-file', pki('apiserver.key'), '--cert-dir', pki('')]
  const users = ['--client-ca-file', pki('ca.crt'), '--token-auth-file', join(dir, 'tokens.csv'), '--authorization-mode', 'RBAC']
  const accounts = [
    '--service-account-key-file',
    pki('sa.key'),
    '--service-account-signing-key-file',
    pki('sa.key'),
    '--service-account-issuer',
    'https://kubernetes.default.svc',
  ]
  const toKubelet = [
    '--kubelet-certificate-authority',
    pki('ca.crt'),
    '--kubelet-client-certificate',
    pki('apiserver-kubelet.crt'),
    '--kubelet-client-key',
    pki('apiserver-kubelet.key'),
    '--kubelet-preferred-address-types',
    'InternalIP',
  ]
  // No controller makes service accounts here, so pods run without them. No controller would remove the taint of a new node once the node is ready,
  // so new nodes get no taint.
  const rest = ['--disable-admission-plugins', 'ServiceAccount,TaintNodesByCondition', '--service-cluster-ip-range', '10.0.0.0/24']
  return [program, '--etcd-servers', `http://${address}:2379`, ...listen, ...identity, ...users, ...accounts, ...toKubelet, ...rest]
}
