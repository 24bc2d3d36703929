import type { Rest } from '../rest.ts'
import { owner } from './owner.ts'

/** The name of the credential that the owner of a cluster makes by hand. */
export const byHand = 'by-hand'

/**
 * Removes application credentials of the user who owns the workload cluster: those made by hand, and those that the driver made for clusters that
 * Magnum does not list.
 */
export async function removeCredentialsOfTheGone(rest: Rest): Promise<void> {
  const { users } = await rest.must('keystone', 'GET', `/users?name=${owner}`)
  const { clusters } = await rest.must('magnum', 'GET', '/clusters')
  const living = (clusters as readonly { uuid: string }[]).map(({ uuid }) => `magnum-${uuid}-`)
  for (const { id: user } of users as readonly { id: string }[]) {
    const path = `/users/${user}/application_credentials`
    const { application_credentials: all } = await rest.must('keystone', 'GET', path)
    for (const { id, name } of all as readonly { id: string; name: string }[])
      if (name === byHand || (name.startsWith('magnum-') && !living.some((prefix) => name.startsWith(prefix))))
        await rest.must('keystone', 'DELETE', `${path}/${id}`)
  }
}
