import type { Api } from '../api.ts'
import { seedCrds } from './crds.ts'
import { seedCluster } from './parts.ts'
import { programs, seedProgram } from './programs.ts'

export { demo } from './clusters.ts'

/**
 * Makes the objects of what phase 06 installs: the CRDs, and the deployments and pods of the programs. With `withCluster`, also makes the objects of
 * a workload cluster. The API is real, but no controllers run. Safe to call again.
 */
export async function seedManagement(api: Api, { withCluster }: { readonly withCluster: boolean }): Promise<void> {
  await seedCrds(api)
  await Promise.all(programs.map((program) => seedProgram(api, program)))
  // without Magnum, no driver makes a cluster
  if (withCluster) await seedCluster(api)
}
