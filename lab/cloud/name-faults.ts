import type { Faults } from '../faults/fault.ts'
import { state } from '../host/state.ts'
import { adminApi } from '../services/kube/api.ts'
import { accepted } from '../services/kube/seed/accepted.ts'
import { clusterPaths } from '../services/kube/seed/clusters.ts'
import { settleCluster } from '../services/kube/seed/parts.ts'
import { nodeName } from '../services/node/machine.ts'
import { cloudFault } from '../services/openstack/faults/fault.ts'
import { ownerOf } from '../services/openstack/rest.ts'
import { askForCluster, detailOf, inCapi } from '../services/openstack/seed/cluster.ts'
import { endCluster } from '../services/openstack/seed/deletion.ts'
import { clusterMachines, machineEndings } from '../services/openstack/seed/machines.ts'
import { serverId } from '../services/openstack/seed/servers.ts'
import { template } from '../services/openstack/seed/workload.ts'
import { seedMachine } from './planes.ts'

/** The driver cuts cluster names after thirty characters. The thirtieth character of this name is a hyphen, so the cut name ends in a hyphen. */
const name = 'a-name-of-thirty-characters-x-trap'

/** Faults that are caused only by the name of a cluster. `dir` is the folder of the lab's OpenStack. */
export function nameFaultsOf(dir: string): Faults {
  const api = () => adminApi(state('kube'))
  return {
    'cluster-name-cut-at-hyphen': cloudFault(
      dir,
      'magnum',
      `cluster ${name} exists in Cluster API, but the driver looks for its parts under another name`,
      async (rest, cloud) => {
        const owner = await ownerOf(cloud.identity)
        try {
          const { uuid } = await rest.must('magnum', 'GET', `/clustertemplates/${template}`)
          const made = inCapi(await askForCluster(owner, name, uuid))
          await settleCluster(api(), made)
          // The lab makes no servers or Nodes for the new cluster. So each of its Machines refers to a server and a Node of the existing cluster.
          const { controlPlane, worker } = clusterMachines()
          for (const [ending, lender, node] of [
            [machineEndings.controlPlane, controlPlane, nodeName],
            [machineEndings.worker, worker, worker],
          ] as const)
            await seedMachine(api(), `${made.name}-${ending}`, node, await serverId(rest, lender), made)
        } finally {
          owner.close()
        }
      },
      async (_, cloud) => {
        const owner = await ownerOf(cloud.identity)
        try {
          const detail = await detailOf(owner, name)
          if (detail?.stack_id)
            for (const ending of Object.values(machineEndings)) {
              const path = `${clusterPaths(inCapi(detail)).machines}/${detail.stack_id}-${ending}`
              await accepted(api(), 'DELETE', path, undefined, [200, 404])
            }
        } finally {
          owner.close()
        }
        await endCluster(cloud, name)
      },
    ),
  }
}
