import type { Api } from '../api.ts'
import { seedCrds } from './crds.ts'
import { seedCluster } from './parts.ts'
import { programs, seedProgram } from './programs.ts'

export { demo } from './clusters.ts'

/** Makes what phase 06 installs, as objects of the lab's API: CRDs and programs. The API is real; no controllers run. Safe to call again. */
export async function seedManagement(api: Api, { withCluster }: { readonly withCluster: boolean }): Promise<void> {
  await seedCrds(api)
  await Promise.all(programs.map((program) => seedProgram(api, program)))
  // without Magnum, no driver makes a cluster
  if (withCluster) await seedCluster(api)
}
