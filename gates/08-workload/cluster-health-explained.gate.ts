/**
 * A poll that fails leaves the health of the one before, so Magnum's word counts only while the management cluster answers. Parked, it counts
 * for nothing: then only what Magnum did itself is judged. The reason is in a cluster's detail, never in the list.
 */
import { expect, gate, notApplicable } from '../../lib/gate/index.ts'

interface Want {
  readonly changeMinutes: number
}

const show = (uuid: string, ...columns: readonly string[]) =>
  `openstack coe cluster show ${uuid} ${columns.map((one) => `-c ${one}`).join(' ')}`

const test = gate<Want>('cluster-health-explained')
  .extend('clusters', { scope: 'file' }, async ({ coe }) => {
    const clusters = (await coe.clusters()).filter(({ status }) => !status.startsWith('DELETE_'))
    if (clusters.length === 0) throw notApplicable('Magnum has no cluster that is to stay')
    return clusters
  })
  .extend('changing', { scope: 'file' }, ({ clusters, now }) =>
    clusters
      .filter(({ status }) => status.endsWith('_IN_PROGRESS'))
      .map(({ name, uuid, status, changedAt }) => ({ name, uuid, status, minutes: Math.floor((+now - +changedAt) / 60_000) })),
  )
  .extend('polled', { scope: 'file' }, async ({ clusters, kube, site }) => {
    const parked = site.mgmt?.parked
    if (parked)
      throw notApplicable(`the management cluster is parked since ${parked.since}: ${parked.reason}. Magnum's health values are old`)
    await kube.version()
    return clusters.filter(({ status }) => !status.endsWith('_IN_PROGRESS'))
  })
  .extend('infrastructures', { scope: 'file' }, async ({ polled, kube }) => {
    const isAsked = polled.some(({ health }) => health.kind === 'infrastructure-not-found')
    return isAsked ? (await kube.openstackClusters()).map(({ name }) => name) : []
  })

test('no cluster has failed', ({ clusters }) => {
  const failed = clusters
    .filter(({ status }) => status.endsWith('_FAILED'))
    .map(({ name, uuid, status, statusReason, faults }) => ({
      at: name,
      saw: [status, statusReason ?? 'Magnum gives no reason', ...faults].join('; '),
      fix: show(uuid, 'status_reason', 'faults', 'health_status_reason'),
    }))
  expect(failed, `${failed.length} of ${clusters.length} clusters have failed`).toEqual([])
})

test('no change of a cluster hangs', ({ clusters, changing, want }) => {
  const hanging = changing
    .filter(({ minutes }) => minutes >= want.changeMinutes)
    .map(({ name, uuid, status, minutes }) => ({
      at: name,
      saw: `${status} for ${minutes} minutes or more`,
      fix: show(uuid, 'status_reason', 'health_status_reason', 'stack_id'),
    }))
  expect(hanging, `${hanging.length} of ${clusters.length} clusters have been changing for ${want.changeMinutes} minutes or more`).toEqual(
    [],
  )
})

test.saw('no cluster is just being changed', ({ clusters, changing, want }) => {
  const busy = changing
    .filter(({ minutes }) => minutes < want.changeMinutes)
    .map(({ name, status }) => ({ at: name, saw: `${status}: wait` }))
  expect(busy, `${busy.length} of ${clusters.length} clusters are being changed, and what is said of their health will change too`).toEqual(
    [],
  )
})

test.saw('Magnum tells a reason for every health', ({ polled }) => {
  const untold = polled
    .filter(({ health }) => health.kind === 'untold')
    .map(({ name, health }) => ({
      at: name,
      saw: `${health.status ?? 'no health at all'} without any reason: the conductor has not got to ask, as when the management cluster is parked`,
    }))
  expect(untold, `of ${untold.length} of ${polled.length} clusters the health was not asked for`).toEqual([])
})

test('no cluster is called unhealthy for the driver’s own mistake', ({ polled, infrastructures }) => {
  const misjudged = polled
    .filter(({ health, stackId }) => health.kind === 'infrastructure-not-found' && infrastructures.includes(stackId ?? ''))
    .map(({ name, stackId }) => ({
      at: name,
      saw: `only the infrastructure is "not found", yet OpenStackCluster ${stackId} is there: the driver asks for a version that is not served (D-042). The cluster is sound`,
      fix: 'bin/gates run --gate driver-pinned --gate driver-contract-coherent',
    }))
  expect(misjudged, `${misjudged.length} of ${polled.length} clusters are called unhealthy by a driver that asks wrongly`).toEqual([])
})

test('no part of a cluster is unhealthy', ({ polled, infrastructures }) => {
  const sick = polled
    .filter(
      ({ health, stackId }) =>
        health.kind === 'bad' || (health.kind === 'infrastructure-not-found' && !infrastructures.includes(stackId ?? '')),
    )
    .map(({ name, uuid, stackId, health }) => ({
      at: name,
      saw: [
        health.status,
        ...health.complaints,
        ...(health.kind === 'bad' ? [] : [`and there is no OpenStackCluster ${stackId ?? 'of it'}`]),
      ].join('; '),
      fix: show(uuid, 'health_status_reason', 'stack_id'),
    }))
  expect(sick, `${sick.length} of ${polled.length} clusters are unhealthy`).toEqual([])
})
