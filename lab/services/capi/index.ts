import { state } from '../../host/state.ts'
import { adminApi } from '../kube/api.ts'
import { seedManagement } from '../kube/seed/index.ts'
import { giveDriver } from './driver.ts'
import { bindDriver } from './driver-rbac.ts'

export { capiFaults } from './faults.ts'

/**
 * Makes what phases 06 and 07 leave behind on the management cluster and in the conductors. The lab's units and cluster must be up. In a lab with
 * Magnum, Magnum makes the workload cluster.
 */
export async function seedCapi({ withMagnum }: { readonly withMagnum: boolean }): Promise<void> {
  const api = adminApi(state('kube'))
  await Promise.all([seedManagement(api, { withCluster: !withMagnum }), bindDriver(api), giveDriver()])
}
