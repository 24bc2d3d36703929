import type { Faults } from '../../../faults/fault.ts'
import type { Cloud } from '../cloud.ts'
import { sql } from '../database.ts'
import { allReady, cluster, setHealth, template } from '../seed/workload.ts'
import { cloudFault } from './fault.ts'

const careless = 'capi-k8s-v1-35'

export function workloadFaultsOf(dir: string): Faults {
  const fault = cloudFault.bind(undefined, dir)
  const health = (does: string, reason: Readonly<Record<string, string>>) =>
    fault(
      'magnum',
      does,
      (rest) => setHealth(rest, 'UNHEALTHY', reason),
      (rest) => setHealth(rest, 'HEALTHY', allReady),
    )
  return {
    'template-flannel': fault(
      'magnum',
      `template ${careless} was made without a network driver: Magnum has put flannel there`,
      async (rest) => {
        const { image_id, external_network_id } = await rest.must('magnum', 'GET', `/clustertemplates/${template}`)
        await rest.must('magnum', 'POST', '/clustertemplates', { name: careless, coe: 'kubernetes', image_id, external_network_id })
      },
      async (rest) => void (await rest.send('magnum', 'DELETE', `/clustertemplates/${careless}`)),
    ),
    'cluster-unhealthy': health(`${cluster} is UNHEALTHY: its control plane is not ready`, {
      ...allReady,
      controlplane: "Waiting on ['EtcdClusterHealthy']",
    }),
    'cluster-infrastructure-not-found': health(`${cluster} is UNHEALTHY only because its infrastructure is not found (D-042)`, {
      ...allReady,
      infrastructure: 'Infrastructure resource not found.',
    }),
    'cluster-not-polled': health(`${cluster} is UNHEALTHY without a reason: nobody has polled it`, {}),
    'cluster-delete-stuck': fault(
      'magnum',
      `${cluster} has been DELETE_IN_PROGRESS for two hours`,
      // in the table only: a real deletion would take the cluster's trust with it, and could not be taken back
      (_, cloud) => clusterIs(cloud, 'DELETE_IN_PROGRESS', '2 hour'),
      (_, cloud) => clusterIs(cloud, 'CREATE_COMPLETE', '0 hour'),
    ),
  }
}

async function clusterIs(cloud: Cloud, status: string, since: string): Promise<void> {
  await sql(cloud, `update magnum.cluster set status = '${status}', updated_at = utc_timestamp() - interval ${since}`)
}
