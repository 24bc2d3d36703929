import type { Api } from '../api.ts'
import { seedCluster } from './clusters.ts'
import { seedCrds } from './crds.ts'
import { programs, seedProgram } from './programs.ts'

export { demo, type SeededCluster, seedCluster } from './clusters.ts'

/** What phase 06 installs, as objects of the lab's API: CRDs, programs, one workload cluster. Real API, no controllers. Safe to call again. */
export async function seedManagement(api: Api): Promise<void> {
  await seedCrds(api)
  await Promise.all(programs.map((program) => seedProgram(api, program)))
  await seedCluster(api)
}
