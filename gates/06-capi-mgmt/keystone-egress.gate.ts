/**
 * Only a connection from inside a pod can prove that the network path from Keystone back to a pod (the reverse path) works. A timeout means that it
 * is broken. A refused connection proves that the path works and that the listener is at fault.
 */
import { gate, holds } from 'openstack-gates/gate'

const test = gate('keystone-egress').extend('attempt', { scope: 'file' }, async ({ kube, site }) =>
  kube.connectFromPod(`${site.keystone.address}:${site.keystone.port}`),
)

test('a pod opens a connection to Keystone', ({ attempt, site }) => {
  const target = `${site.keystone.address}:${site.keystone.port}`
  const words: Readonly<Record<string, string>> = {
    timeout: `TIMEOUT: nothing came back from ${target}, the signature of a broken reverse path`,
    refused: `REFUSED: the path to ${target} works; nothing listens there`,
    dns: `DNS: inside the cluster, the name in ${target} cannot be resolved`,
  }
  return holds(attempt.outcome === 'connected', words[attempt.outcome] ?? `the pod could not connect to ${target}: ${attempt.said}`)
})
