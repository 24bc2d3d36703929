/** The management cluster heals everything but itself. When it is parked on purpose, what depends on it is skipped with that reason. */
import { expect, gate, notApplicable } from 'openstack-gates/gate'

const test = gate('mgmt-api-answers').extend('version', { scope: 'file' }, async ({ kube, site }) => {
  const parked = site.mgmt?.parked
  if (parked) throw notApplicable(`the management cluster is parked since ${parked.since}: ${parked.reason}`)
  return kube.version()
})

test('the API tells its version', ({ version }) => {
  expect(version.gitVersion, `the API tells no version Kubernetes has: ${version.gitVersion}`).toMatch(/^v\d+\.\d+/)
})
