import type { Fault, Faults } from '../../../faults/fault.ts'
import { signalDaemon } from '../../../host/daemon.ts'
import { state } from '../../../host/state.ts'
import { adminApi } from '../../kube/api.ts'
import { clusterOf } from '../../kube/seed/clusters.ts'
import { reportPart, settleCluster } from '../../kube/seed/parts.ts'
import { poll } from '../conductor.ts'
import { sql } from '../database.ts'
import { ownerOf } from '../rest.ts'
import { restartConductor } from '../restart.ts'
import { askForCluster } from '../seed/cluster.ts'
import { beginDeletion, endCluster } from '../seed/deletion.ts'
import { cluster, template } from '../seed/workload.ts'
import { cloudFault } from './fault.ts'

const careless = 'capi-k8s-v1-35'
/** The name of a cluster that is only made to be deleted. */
const doomed = 'doomed'
const conductor = 'magnum-conductor'

export function workloadFaultsOf(dir: string): Faults {
  const fault = cloudFault.bind(undefined, dir)
  const api = () => adminApi(state('kube'))
  const demo = () => clusterOf(state('kube'))
  /** While the conductor hangs, Magnum keeps the health of its last poll. */
  const unheard = (does: string, apply: Parameters<typeof fault>[2]): Fault =>
    fault('magnum', does, apply, async (_, cloud) => {
      signalDaemon(dir, conductor, 'SIGCONT')
      await settleCluster(api(), demo())
      await poll(cloud)
    })
  return {
    'template-flannel': fault(
      'magnum',
      `template ${careless} was made without a network driver, so Magnum set flannel`,
      async (rest) => {
        const { image_id, external_network_id } = await rest.must('magnum', 'GET', `/clustertemplates/${template}`)
        await rest.must('magnum', 'POST', '/clustertemplates', { name: careless, coe: 'kubernetes', image_id, external_network_id })
      },
      async (rest) => void (await rest.send('magnum', 'DELETE', `/clustertemplates/${careless}`)),
    ),
    'cluster-unhealthy': unheard(
      `the etcd of ${cluster} was sick when the driver last polled, and the conductor has been hanging since then (SIGSTOP)`,
      async (_, cloud) => {
        // the conductor is stopped first, so that none of its own polls can end after the poll that this fault makes
        signalDaemon(dir, conductor, 'SIGSTOP')
        await reportPart(api(), demo(), 'KubeadmControlPlane', { EtcdClusterHealthy: 'Unknown' })
        await poll(cloud)
        await settleCluster(api(), demo())
      },
    ),
    'cluster-not-polled': unheard(
      `Magnum has no health status for ${cluster}: the conductor hangs (SIGSTOP), and has not polled the cluster yet`,
      async (_, cloud) => {
        signalDaemon(dir, conductor, 'SIGSTOP')
        await sql(cloud, 'update magnum.cluster set health_status = null, health_status_reason = null')
      },
    ),
    'cluster-infrastructure-not-found': fault(
      'magnum',
      'the driver asks for OpenStackClusters in a version that is not served, and concludes from the answer 404 that the object is missing (D-042)',
      async (_, cloud) => {
        const api_resources = JSON.stringify({ OpenstackCluster: { api_version: 'infrastructure.cluster.x-k8s.io/v1beta2' } })
        await restartConductor(cloud, { settings: { api_resources } })
        await poll(cloud)
      },
      async (_, cloud) => {
        await restartConductor(cloud)
        await poll(cloud)
      },
    ),
    'cluster-delete-stuck': fault(
      'magnum',
      `${doomed} is being deleted, but finalizers keep its objects in Cluster API`,
      async (rest, cloud) => {
        const owner = await ownerOf(cloud.identity)
        try {
          const { uuid } = await rest.must('magnum', 'GET', `/clustertemplates/${template}`)
          await beginDeletion(owner, await askForCluster(owner, doomed, uuid))
        } finally {
          owner.close()
        }
      },
      async (_, cloud) => endCluster(cloud, doomed),
    ),
  }
}
