import { existsSync } from 'node:fs'
import { nameFaultsOf } from '../../cloud/name-faults.ts'
import { planesFaultsOf } from '../../cloud/plane-faults.ts'
import type { Fault, Faults } from '../../faults/fault.ts'
import { daemonRuns } from '../../host/daemon.ts'
import { state } from '../../host/state.ts'
import type { Programs } from '../apache/backends.ts'
import { keystoneFaults } from '../keystone/faults.ts'
import { keystoneDir, keystoneSocket } from '../keystone/place.ts'
import { keystoneDown, keystoneUp } from '../keystone/up.ts'
import { adminApi } from '../kube/api.ts'
import { clusterOf, clusterPaths } from '../kube/seed/clusters.ts'
import { cloudAt } from './cloud.ts'
import { poll } from './conductor.ts'
import { openstackFaultsOf } from './faults/index.ts'
import { apis, socketOf } from './table.ts'
import { complaints, openstackDown, openstackUp } from './up.ts'

const services = state('openstack')

/** The sockets through which the units' apaches pass requests to the API programs. */
export const programs: Programs = {
  keystone: keystoneSocket,
  ...Object.fromEntries(
    apis.flatMap((api) => (api.application === undefined ? [] : [[api.application, socketOf({ dir: services }, api)]])),
  ),
}

/** The OpenStack of the lab itself: Keystone and the services beside it, behind the units' apache and haproxy. */
export async function labOpenstackUp(say: (text: string) => void): Promise<void> {
  // A management cluster that was set up again lacks the workload cluster, which OpenStack still knows. So OpenStack is set up again as well.
  if (existsSync(services) && !(await hasCluster())) await openstackDown(services)
  await openstackUp(services, await keystoneUp(), say)
}

async function hasCluster(): Promise<boolean> {
  const dir = state('kube')
  return (await adminApi(dir).send('GET', clusterPaths(clusterOf(dir)).cluster)).status === 200
}

export async function labOpenstackDown(): Promise<void> {
  await Promise.all([openstackDown(services), keystoneDown()])
}

/** Makes the driver poll its clusters now, if a conductor runs. */
export async function pollIfUp(): Promise<void> {
  if (daemonRuns(services, 'magnum-conductor')) await poll(cloudAt(services))
}

/** Whether any program of the lab's OpenStack runs, even if others do not. */
export function openstackRuns(): boolean {
  return daemonRuns(services) || daemonRuns(keystoneDir)
}

/** What is wrong with the lab's OpenStack: empty when nothing is wrong, undefined while no OpenStack is up. */
export async function openstackComplaints(): Promise<readonly string[] | undefined> {
  return existsSync(services) ? complaints(cloudAt(services)) : undefined
}

/**
 * The faults that need a lab with OpenStack: faults of Keystone and of the other services, and objects or names that exist in one service but not in
 * another.
 */
export const openstackFaults: Faults = Object.fromEntries(
  Object.entries({
    ...keystoneFaults,
    ...openstackFaultsOf(services),
    ...planesFaultsOf(services),
    ...nameFaultsOf(services),
  }).map(([name, fault]) => [name, needingOpenstack(fault)]),
)

function needingOpenstack(fault: Fault): Fault {
  return {
    ...fault,
    async apply() {
      cloudAt(services)
      await fault.apply()
    },
    async undo() {
      // a fault that could not be applied because there was no OpenStack is noted all the same, and must be removable
      if (existsSync(services)) await fault.undo()
    },
  }
}
