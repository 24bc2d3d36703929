/** The management cluster heals everything but itself. When it is parked on purpose, what depends on it is skipped with that reason. */
import { gate, holds, notApplicable } from 'openstack-gates/gate'

const test = gate('mgmt-api-answers').extend('version', { scope: 'file' }, async ({ kube, site }) => {
  const parked = site.mgmt?.parked
  if (parked) throw notApplicable(`the management cluster is parked since ${parked.since}: ${parked.reason}`)
  return kube.version()
})

test('the API answers with its version', ({ version }) =>
  holds(/^v\d+\.\d+/.test(version.gitVersion), `the API answers with a version that Kubernetes does not have: ${version.gitVersion}`))
