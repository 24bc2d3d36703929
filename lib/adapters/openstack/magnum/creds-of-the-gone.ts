import type { Ask } from '../../../transport/ask.ts'
import { CouldNotLook } from '../../../transport/could-not-look.ts'
import { uuid } from '../../../transport/names.ts'
import { describe, type GetQuestion } from '../../../transport/question.ts'
import { answerTo } from '../../answer-to.ts'
import { type Silent, type Sweep, silence, sweepOf } from '../../unit.ts'
import type { Openstack } from '../index.ts'
import { roleHolders } from '../keystone/role-assignments.ts'
import { messageIn, refusal } from '../refusal.ts'
import { type AppCred, appCredsOf } from './app-creds.ts'
import { containerInfra } from './version.ts'

/** One user, and the credentials of this user that Magnum's driver made for clusters. */
export interface UsersCreds {
  /** `demo` */
  readonly user: string
  readonly made: readonly MadeCred[]
}

export interface MadeCred extends AppCred {
  /** The UUID of the cluster, from the credential's name. */
  readonly cluster: string
  /** True when Magnum has no cluster with the UUID `cluster`. False also when Magnum did not answer. */
  readonly isOfGone: boolean
  /** Why Magnum did not answer about the cluster. Its answers about other clusters still count. */
  readonly clusterUnread?: Silent
}

export interface CredSweep extends Sweep<UsersCreds> {
  /** How many users have a role on a project, by Keystone's own list. */
  readonly holders: number
  /** The number of users whose credentials were not listed, because the limit on users was reached first. */
  readonly leftOut: number
}

/**
 * The name of a credential that Magnum's driver made: `magnum-<uuid of the cluster>-<8 hex digits>`, or only `magnum-<uuid of the cluster>`
 * (magnum_capi_helm/common/app_creds.py).
 */
const made = /^magnum-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-[0-9a-f]+)?$/i

/**
 * Looks at the credentials of at most `most` users: first the owners of clusters, then the others who have a role on a project. Keystone deletes a
 * user's credentials with the user's last role, and lets an admin list the credentials of every user. `unit` in the result is the user's name and id.
 */
export async function credsOfTheGone(
  ask: Ask,
  openstack: Openstack,
  clusters: readonly { readonly uuid: string; readonly userId: string }[],
  most: number,
): Promise<CredSweep> {
  const names = new Map((await openstack.list(roleHolders)).filter(({ isOnProject }) => isOnProject).map((one) => [one.userId, one.user]))
  const ids = [...new Set([...clusters.map(({ userId }) => userId), ...names.keys()])]
  const users = new Map(ids.slice(0, most).map((id) => [`${names.get(id) ?? id} (${id})`, id]))
  const units = [...users.keys()].map((name) => ({ name, application: 'keystone', lost: false }))
  const living = new Set(clusters.map((one) => one.uuid.toLowerCase()))
  const sweep = await sweepOf(units, async ({ name }) => {
    const id = users.get(name) ?? name
    const all = await openstack.list(appCredsOf(id))
    const ofClusters = all.flatMap((one) => {
      const cluster = made.exec(one.name)?.[1]?.toLowerCase()
      return cluster === undefined ? [] : [{ ...one, cluster }]
    })
    const judged = ofClusters.map(async (one) => ({ ...one, ...(living.has(one.cluster) ? { isOfGone: false } : await fateOf(ask, one)) }))
    return { user: names.get(id) ?? id, made: await Promise.all(judged) }
  })
  return { ...sweep, holders: names.size, leftOut: ids.length - users.size }
}

async function fateOf(
  ask: Ask,
  { id, cluster }: { readonly id: string; readonly cluster: string },
): Promise<Pick<MadeCred, 'isOfGone' | 'clusterUnread'>> {
  try {
    return { isOfGone: await isGone(ask, cluster) }
  } catch (error) {
    if (!(error instanceof CouldNotLook)) throw error
    return { isOfGone: false, clusterUnread: silence(`credential ${id}`, error) }
  }
}

/**
 * Asks for the cluster by its id, because the cluster may have been created after the list was read. Only Magnum's own 404 says that there is no such
 * cluster.
 */
async function isGone(ask: Ask, cluster: string): Promise<boolean> {
  const path = `/v1/clusters/${uuid.inUrl(cluster, 'identity application_credentials')}`
  const question: GetQuestion = { kind: 'get', on: { name: containerInfra.service }, path, version: containerInfra.version }
  const answer = await answerTo(ask, question)
  if (answer.status === 200) return false
  if (answer.status === 404 && messageIn(answer.body).startsWith(`Cluster ${cluster} could not be found`)) return true
  throw refusal(answer, containerInfra.service, describe(question))
}
