/**
 * A credential takes its roles from its owner at the moment it is made and keeps them for good, so the owner's roles of today prove nothing.
 * Keystone lists the credentials of a user to that user and to an admin.
 */
import { answered, gate, none, notApplicable, of, z } from 'openstack-gates/gate'

const want = z.strictObject({ roles: z.array(z.string()).min(1) })

const test = gate('app-cred-roles', want).extend('sweep', { scope: 'file' }, async ({ coe }) => {
  const { own, leftOut } = await coe.ownClusters()
  if (own.length === 0) throw notApplicable(`${noCluster(leftOut)}, so it has made no credential yet`)
  const sweep = await coe.appCreds(own)
  const made = sweep.seen.flatMap(({ cluster, made }) => made.map((credential) => ({ cluster, ...credential })))
  return { ...sweep, made, leftOut }
})

const total = (made: readonly unknown[]) => of(made, 'credential of a cluster', 'credentials of clusters')

test.saw('every cluster is this driver’s', ({ sweep: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made by another driver of Magnum`)
  return none([], of(leftOut, 'cluster'), 'is another driver’s')
})

test.saw('Keystone lists the credentials of every cluster’s owner', ({ sweep: { units, silent } }) =>
  answered({ asked: units, silent }, 'cluster', 'Magnum has no cluster'),
)

test.saw('every cluster that stands has a credential of Magnum’s making', ({ sweep }) => {
  const without = sweep.seen
    .filter(({ cluster, made }) => made.length === 0 && cluster.isStanding)
    .map(({ cluster, others }) => ({
      at: cluster.name,
      saw: `none of the ${others} credentials of its owner ${cluster.userId} is called magnum-${cluster.uuid}: Keystone deletes them when the owner loses a role`,
    }))
  return none(without, of(sweep.units, 'cluster'), 'has no credential to look at')
})

test('every credential carries the roles a cluster needs', ({ sweep, want }) => {
  const { made } = sweep
  const poor = made.flatMap(({ cluster, name, projectId, roles }) => {
    const lacking = want.roles.filter((wanted) => !roles.some((role) => role.toLowerCase() === wanted.toLowerCase()))
    if (lacking.length === 0) return []
    const add = (role: string) => `openstack role add --user ${cluster.userId} --project ${projectId} ${role}`
    return [
      {
        at: cluster.name,
        saw: `${name} has ${roles.join(', ') || 'no role'}, and lacks ${lacking.join(', ')}`,
        fix: lacking.map(add).join(' && '),
      },
    ]
  })
  return none(poor, total(made), 'lacks a role')
})

test('every credential opens the project of its cluster, and all of it', ({ sweep: { made } }) => {
  const foreign = made.flatMap(({ cluster, name, projectId, accessRules }) => [
    ...(projectId === cluster.projectId
      ? []
      : [{ at: cluster.name, saw: `${name} is for project ${projectId}, and the cluster is in ${cluster.projectId}` }]),
    ...(accessRules === undefined
      ? []
      : [{ at: cluster.name, saw: `${name} has access rules, which allow only ${accessRules.join(', ') || 'nothing'}` }]),
  ])
  return none(foreign, total(made), 'does not open it', { count: new Set(foreign.map(({ saw }) => saw.split(' ')[0])).size })
})

test('no credential has expired', ({ sweep: { made }, now }) => {
  const dead = made
    .filter(({ ends }) => ends !== undefined && ends <= now)
    .map(({ cluster, name, ends }) => ({
      at: cluster.name,
      saw: `${name} expired on ${ends?.toISOString().slice(0, 10)}: Keystone refuses the cluster since`,
    }))
  return none(dead, total(made), 'has expired')
})

test.advises('no credential will expire', ({ sweep: { made }, now }) => {
  const mortal = made
    .filter(({ ends }) => ends !== undefined && ends > now)
    .map(({ cluster, name, ends }) => ({
      at: cluster.name,
      saw: `${name} expires on ${ends?.toISOString().slice(0, 10)}: Keystone refuses the cluster then`,
    }))
  return none(mortal, total(made), 'will expire')
})

function noCluster(leftOut: readonly string[]): string {
  return leftOut.length === 0 ? 'Magnum has no cluster' : `Magnum has no cluster of this driver (${leftOut.join(', ')}: another’s)`
}
