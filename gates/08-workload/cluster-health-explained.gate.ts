/**
 * A poll that fails leaves the health of the one before, so Magnum's word counts only while the management cluster answers. Parked, it counts
 * for nothing: then only what Magnum did itself is judged. The reason is in a cluster's detail, never in the list.
 */
import { expect, gate, notApplicable } from 'openstack-gates/gate'

interface Want {
  readonly changeMinutes: number
}

const test = gate<Want>('cluster-health-explained')
  .extend('all', { scope: 'file' }, async ({ coe }) => coe.ownClusters())
  .extend('clusters', { scope: 'file' }, ({ all, now }) => {
    const staying = all.own.filter(({ status }) => !status.startsWith('DELETE_'))
    if (staying.length === 0) throw notApplicable('Magnum has no cluster that is to stay')
    const show = (uuid: string) => `openstack coe cluster show ${uuid} -c stack_id -c status_reason -c faults -c health_status_reason`
    return staying.map((one) => ({ ...one, at: one.name, fix: show(one.uuid), minutes: Math.floor((+now - +one.changedAt) / 60_000) }))
  })
  .extend('polled', { scope: 'file' }, async ({ clusters, kube, site }) => {
    const parked = site.mgmt?.parked
    if (parked)
      throw notApplicable(`the management cluster is parked since ${parked.since}: ${parked.reason}. Magnum's health values are old`)
    await kube.version()
    return clusters.filter(({ isChanging }) => !isChanging)
  })
  .extend('notFound', { scope: 'file' }, async ({ polled, kube }) => {
    const those = polled.filter(({ health }) => health.kind === 'infrastructure-not-found')
    const there = those.length === 0 ? [] : (await kube.openstackClusters()).map(({ name }) => name)
    return those.map((one) => ({ ...one, isThere: there.includes(one.stackId ?? '') }))
  })

test.saw('every cluster is this driver’s', ({ all: { leftOut }, clusters }) => {
  if (clusters.length > 0 && leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made by another driver of Magnum`)
})

test('no cluster has failed', ({ clusters }) => {
  const failed = clusters.flatMap(({ at, failure, fix }) => (failure === undefined ? [] : [{ at, saw: failure, fix }]))
  expect(failed, `${failed.length} of ${clusters.length} clusters have failed`).toEqual([])
})

test('no change of a cluster hangs', ({ clusters, want }) => {
  const hanging = clusters
    .filter(({ isChanging, minutes }) => isChanging && minutes >= want.changeMinutes)
    .map(({ at, fix, status, minutes }) => ({ at, saw: `${status} for ${minutes} minutes or more`, fix }))
  expect(hanging, `${hanging.length} of ${clusters.length} clusters have been changing for ${want.changeMinutes} minutes or more`).toEqual(
    [],
  )
})

test.saw('no cluster is just being changed', ({ clusters, want }) => {
  const busy = clusters
    .filter(({ isChanging, minutes }) => isChanging && minutes < want.changeMinutes)
    .map(({ at, status }) => ({ at, saw: `${status}: wait` }))
  expect(busy, `${busy.length} of ${clusters.length} clusters are being changed, and their health with them`).toEqual([])
})

test.saw('Magnum tells a reason for every health', ({ polled }) => {
  const untold = polled
    .filter(({ health }) => health.kind === 'untold')
    .map(({ at, health }) => ({ at, saw: `${health.said}, without any reason: the conductor has not got to ask the management cluster` }))
  expect(untold, `of ${untold.length} of ${polled.length} clusters the health was not asked for`).toEqual([])
})

test('no cluster is called unhealthy for the driver’s own mistake', ({ polled, notFound }) => {
  const misjudged = notFound
    .filter(({ isThere }) => isThere)
    .map(({ at, stackId }) => ({
      at,
      saw: `only the infrastructure is "not found", yet OpenStackCluster ${stackId} is there: the driver asks for a version that is not served (D-042). The cluster is sound`,
      fix: 'bin/gates run --gate driver-pinned --gate driver-contract-coherent',
    }))
  expect(misjudged, `${misjudged.length} of ${polled.length} clusters are called unhealthy by a driver that asks wrongly`).toEqual([])
})

test('no part of a cluster is unhealthy', ({ polled, notFound }) => {
  const bad = polled.filter(({ health }) => health.kind === 'bad').map(({ at, health, fix }) => ({ at, saw: health.said, fix }))
  const gone = notFound
    .filter(({ isThere }) => !isThere)
    .map(({ at, health, stackId, fix }) => ({ at, saw: `${health.said} And there is no OpenStackCluster ${stackId ?? 'of it'}`, fix }))
  expect([...bad, ...gone], `${bad.length + gone.length} of ${polled.length} clusters are unhealthy`).toEqual([])
})
