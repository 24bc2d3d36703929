import { state } from '../../host/state.ts'
import { adminApi } from '../kube/api.ts'
import { seedManagement } from '../kube/seed/index.ts'
import { giveDriver } from './driver.ts'

export { capiFaults } from './faults.ts'

/** What phases 06 and 07 leave behind: on the management cluster and in the conductors. For a lab whose units and cluster are up. */
export async function seedCapi(): Promise<void> {
  await Promise.all([seedManagement(adminApi(state('kube'))), giveDriver()])
}
