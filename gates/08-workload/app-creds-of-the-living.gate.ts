/**
 * Magnum's driver reports the deletion of a cluster as a success even if Keystone kept the cluster's application credential. Afterwards only the
 * driver's log shows the failure. So the gate lists the credentials of all users who can have credentials, and asks Magnum about each cluster by the
 * id in the credential's name. Keystone lists other users' credentials only to an admin.
 */
import { all, answered, gate, holds, none, notApplicable, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The largest number of users that Keystone is asked about: each user costs one request. */
  users: z.number().int().positive(),
})

const test = gate('app-creds-of-the-living', want)
  .extend('clusters', { scope: 'file' }, async ({ coe }) => coe.ownClusters())
  .extend('sweep', { scope: 'file' }, async ({ coe, clusters: { own, leftOut }, want }) => {
    const sweep = await coe.credsOfTheGone(want.users)
    const made = sweep.seen.flatMap(({ user, made }) => made.map((one) => ({ ...one, user })))
    const isAll = sweep.silent.length === 0 && sweep.leftOut === 0
    if (made.length === 0 && own.length === 0 && isAll && sweep.holders > 0)
      throw notApplicable(
        `Magnum has no cluster${leftOut.length > 0 ? ' of this driver' : ''}, and no user has a credential that is named after a cluster`,
      )
    return { ...sweep, made }
  })

test.saw('Keystone lists the credentials of every user who has a role on a project', ({ sweep: { units, silent, holders } }) =>
  all(
    some(holders, 'Keystone lists nobody with a role on a project'),
    answered({ asked: units, silent }, 'user', 'there is no user to ask about'),
  ),
)

test.saw('no user was left out', ({ sweep: { units, leftOut }, want }) =>
  holds(leftOut === 0, `${leftOut} of ${units.length + leftOut} users were not asked, because want.users allows only ${want.users}`),
)

test.saw('Keystone lists the credential of every cluster whose last operation succeeded', ({ clusters: { own }, sweep: { made } }) => {
  const standing = own.filter(({ isStanding }) => isStanding)
  const without = standing
    .filter(({ uuid }) => !made.some(({ cluster }) => cluster === uuid.toLowerCase()))
    .map(({ name, uuid, userId }) => ({
      at: name,
      saw: `nobody has a credential called magnum-${uuid}: neither the cluster’s owner ${userId} nor another user`,
    }))
  return none(without, of(standing, 'cluster'), 'has no credential: check that the gates’ login may list the credentials of all users')
})

test.saw('Magnum says whether it knows the cluster of every credential', ({ sweep: { made } }) =>
  none(
    made.flatMap(({ clusterUnread }) => clusterUnread ?? []),
    of(made, 'credential of a cluster', 'credentials of clusters'),
    'names a cluster that Magnum did not answer about',
  ),
)

test('no credential belongs to a cluster that is gone', ({ sweep: { made } }) => {
  const left = made
    .filter(({ isOfGone }) => isOfGone)
    .map(({ id, name, user, projectId, cluster, roles }) => ({
      at: `credential ${id}`,
      saw: `${name} of ${user} gives access to project ${projectId} with ${roles.join(', ') || 'no role'}, and Magnum has no cluster ${cluster}`,
      fix: `openstack application credential delete ${id}`,
      destroys: `the credential ${name}`,
    }))
  return none(left, of(made, 'credential of a cluster', 'credentials of clusters'), 'has outlived its cluster')
})
