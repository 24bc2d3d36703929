import { state } from '../../host/state.ts'
import { adminApi } from '../kube/api.ts'
import { seedManagement } from '../kube/seed/index.ts'
import { giveDriver } from './driver.ts'
import { bindDriver } from './driver-rbac.ts'

export { capiFaults } from './faults.ts'

/**
 * What phases 06 and 07 leave behind: on the management cluster and in the conductors. For a lab whose units and cluster are up. With a Magnum, it
 * is Magnum that makes the cluster.
 */
export async function seedCapi({ withMagnum }: { readonly withMagnum: boolean }): Promise<void> {
  const api = adminApi(state('kube'))
  await Promise.all([seedManagement(api, { withCluster: !withMagnum }), bindDriver(api), giveDriver()])
}
