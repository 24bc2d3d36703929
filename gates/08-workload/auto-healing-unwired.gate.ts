/**
 * A program that acts on Magnum's health values also repairs a sound cluster when Magnum shows a wrong value for it. This gate trusts a value, good
 * or bad, when Magnum gives reasons for it. In two cases it does not trust the value, although Magnum gives reasons. First, the management cluster
 * is parked. Second, the only bad reason is that the driver asks for an API version that the management cluster does not serve.
 */
import { gate, none, notApplicable, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** A cluster with this value in its label auto_healing_controller is repaired by a program that reads Magnum's health. */
  controller: z.string(),
})

const test = gate('auto-healing-unwired', want)
  .extend('all', { scope: 'file' }, async ({ coe }) => coe.ownClusters())
  .extend('clusters', { scope: 'file' }, ({ all: { own: clusters } }) => {
    if (clusters.length === 0) throw notApplicable('Magnum has no cluster, and counts none')
    return clusters
  })
  .extend('healed', { scope: 'file' }, ({ clusters, want }) =>
    clusters.flatMap((cluster) => {
      const { auto_healing_enabled: enabled = '', auto_healing_controller: controller = '' } = cluster.labels
      const isOn = ['true', '1', 'yes', 'on', 't', 'y'].includes(enabled.trim().toLowerCase())
      if (!isOn && controller !== want.controller) return []
      const label = controller === want.controller ? `auto_healing_controller=${controller}` : `auto_healing_enabled=${enabled}`
      return [{ ...cluster, label }]
    }),
  )

test.saw('every cluster is this driver’s', ({ all: { leftOut }, clusters }) => {
  if (clusters.length > 0 && leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made by another driver of Magnum`)
  return none([], of(leftOut, 'cluster'), 'is another driver’s')
})

test('every cluster that is repaired automatically has a health value that can be trusted', ({ clusters, healed, site }) => {
  const parked = site.mgmt?.parked
  const misled = healed.flatMap(({ name, uuid, label, health }) => {
    const why = parked
      ? `its health is not updated, because the management cluster has been parked since ${parked.since}`
      : health.kind === 'infrastructure-not-found'
        ? `the cluster is called UNHEALTHY only because the driver asks for a version that is not served (D-042)`
        : health.kind === 'unpolled'
          ? `it is reported as ${health.said}, without any reason`
          : undefined
    return why === undefined
      ? []
      : [{ at: name, saw: `${label}, and ${why}`, fix: `openstack coe cluster show ${uuid} -c labels -c health_status_reason` }]
  })
  return none(misled, of(clusters, 'cluster'), 'is repaired because of a health value that cannot be trusted')
})
