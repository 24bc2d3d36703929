import { until } from '../../../host/run.ts'
import { state } from '../../../host/state.ts'
import { clusterOf } from '../../kube/seed/clusters.ts'
import type { Cloud } from '../cloud.ts'
import { ownerOf, type Rest } from '../rest.ts'

/** The only volume type, and the back end behind it. Magnum's driver makes no cluster without a type. */
export const volumeType = 'ceph'
export const backend = 'CEPH'

/** Makes `volumeType` and deletes every other volume type, because Magnum takes the first volume type that Cinder lists. */
export async function seedVolumeType(rest: Rest): Promise<void> {
  const extra_specs = { volume_backend_name: backend }
  await rest.must('cinder', 'POST', '/types', { volume_type: { name: volumeType, extra_specs } })
  const { volume_types } = await rest.must('cinder', 'GET', '/types')
  for (const { id, name } of volume_types as readonly { id: string; name: string }[])
    if (name !== volumeType) await rest.must('cinder', 'DELETE', `/types/${id}`)
}

/**
 * Waits until Cinder's scheduler knows the back end. Then makes the volume that the workload cluster's CSI driver would make for a
 * PersistentVolumeClaim.
 */
export async function seedVolume(cloud: Cloud, rest: Rest): Promise<void> {
  await daemonsReady(rest)
  const owner = await ownerOf(cloud.identity)
  try {
    await makeVolume(owner, claim, clusterOf(state('kube')).name)
  } finally {
    owner.close()
  }
}

/**
 * Waits until Cinder's daemons have reported themselves, and cinder-volume has reported its back end to the scheduler. The API asks the scheduler
 * for the back ends, and would be busy for a minute if the scheduler did not listen yet.
 */
async function daemonsReady(rest: Rest): Promise<void> {
  await until('cinder-scheduler and cinder-volume', async () => {
    const { services } = await rest.must('cinder', 'GET', '/os-services')
    const reporting = (services as readonly { updated_at: string | null }[]).filter(({ updated_at }) => updated_at !== null)
    return reporting.length === 2 ? undefined : `${reporting.length} of 2 report`
  })
  await until('cinder-volume to report its back end', async () => {
    const { status, body } = await rest.send('cinder', 'GET', '/scheduler-stats/get_pools')
    if (status !== 200) return `the scheduler was not asked: ${status}`
    return body.pools.length > 0 ? undefined : 'the scheduler knows none'
  })
}

/** Makes a volume as the CSI driver of a cluster would; resolves when it is available. */
export async function makeVolume(rest: Rest, name: string, cluster: string): Promise<void> {
  const metadata = { [ownerKey]: cluster }
  const { volume } = await rest.must('cinder', 'POST', '/volumes', { volume: { name, size: 1, volume_type: volumeType, metadata } })
  await until(`volume ${name} to be available`, async () => {
    const { status } = (await rest.must('cinder', 'GET', `/volumes/${volume.id}`)).volume
    if (status === 'error') throw new Error(`Cinder could not make volume ${name}`)
    return status === 'available' ? undefined : `it is ${status}`
  })
}

/** Removes all volumes that the CSI driver of a cluster has made. */
export async function removeVolumesOf(rest: Rest, cluster: string): Promise<void> {
  const left = async () => {
    const { volumes } = await rest.must('cinder', 'GET', '/volumes/detail?all_tenants=1')
    return (volumes as readonly { id: string; metadata: Readonly<Record<string, string>> }[]).filter(
      ({ metadata }) => metadata[ownerKey] === cluster,
    )
  }
  for (const { id } of await left()) await rest.must('cinder', 'DELETE', `/volumes/${id}`)
  await until(`the volumes of ${cluster} to be gone`, async () => ((await left()).length === 0 ? undefined : 'they are there'))
}

const ownerKey = 'cinder.csi.openstack.org/cluster'

/** The CSI driver names a volume after the claim's id. */
const claim = 'pvc-5f3c1d0e-8a24-4f6b-9c1e-2b7d90a4e613'
