/**
 * A new application credential gets a copy of its owner's roles, including implied roles. A token of the credential has only the copied roles that
 * the owner still has; Keystone adds no implied roles. So the roles of both credential and owner are read. Keystone lists a user's credentials only
 * to that user and to an admin.
 */
import { answered, gate, none, notApplicable, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  roles: z.array(z.string()).min(1),
  /** Roles that give access to more than the cluster's own project. */
  tooMuch: z.array(z.string()),
})

const test = gate('app-cred-roles', want).extend('sweep', { scope: 'file' }, async ({ coe }) => {
  const { own, leftOut } = await coe.ownClusters()
  if (own.length === 0) throw notApplicable(`${noCluster(leftOut)}, so there is no credential to judge`)
  const sweep = await coe.appCreds(own)
  const made = sweep.seen.flatMap(({ cluster, made }) => made.map((credential) => ({ cluster, ...credential })))
  return { ...sweep, made, leftOut }
})

const total = (made: readonly unknown[]) => of(made, 'credential of a cluster', 'credentials of clusters')

test.saw('every cluster is this driver’s', ({ sweep: { leftOut } }) => {
  if (leftOut.length > 0) throw notApplicable(`${leftOut.join(', ')}: made by another driver of Magnum`)
  return none([], of(leftOut, 'cluster'), 'is another driver’s')
})

test.saw('for every cluster, Keystone listed its owner’s application credentials', ({ sweep: { units, silent } }) =>
  answered({ asked: units, silent }, 'cluster', 'Magnum has no cluster'),
)

test.saw('every cluster whose last operation succeeded has a credential that Magnum made', ({ sweep }) => {
  const without = sweep.seen
    .filter(({ cluster, made }) => made.length === 0 && cluster.isStanding)
    .map(({ cluster, others }) => ({
      at: cluster.name,
      saw: `none of the ${others} credentials of its owner ${cluster.userId} is called magnum-${cluster.uuid}: Keystone deletes a user’s credentials when the user loses a role`,
    }))
  return none(without, of(sweep.units, 'cluster'), 'has no credential to look at')
})

test.saw('Keystone lists the roles of every credential’s owner', ({ sweep: { made } }) => {
  const unread = made.flatMap(({ rolesUnread }) => rolesUnread ?? [])
  const without = made
    .filter(({ ownersRoles, rolesUnread }) => ownersRoles.length === 0 && rolesUnread === undefined)
    .map(({ cluster, name, projectId }) => ({
      at: cluster.name,
      saw: `Keystone lists no role of ${cluster.userId} on project ${projectId}, yet the credential ${name} exists: Keystone would have deleted it with the last role`,
    }))
  return none([...unread, ...without], total(made), 'has an owner whose roles are not listed')
})

test.saw('Keystone lists the project of every credential', ({ sweep: { made } }) => {
  const unlisted = made
    .filter(({ isProjectListed }) => !isProjectListed)
    .map(({ cluster, name, projectId }) => ({ at: cluster.name, saw: `${name} is for project ${projectId}, which Keystone does not list` }))
  return none(unlisted, total(made), 'is for a project that is not listed')
})

test('every credential carries the roles a cluster needs', ({ sweep, want }) => {
  const { made } = sweep
  const poor = made.flatMap(({ cluster, name, projectId, roles, ownersRoles }) => {
    const lacking = want.roles.filter((role) => !isAmong(role, roles))
    const lost = want.roles.filter((role) => isAmong(role, roles) && ownersRoles.length > 0 && !isAmong(role, ownersRoles))
    if (lacking.length + lost.length === 0) return []
    const late = lacking.filter((role) => isAmong(role, ownersRoles))
    const add = [...lacking, ...lost]
      .filter((role) => !late.includes(role))
      .map((role) => `openstack role add --user ${cluster.userId} --project ${projectId} ${role}`)
    const parts = [
      ...(lacking.length > 0 ? [`lacks ${lacking.join(', ')}`] : []),
      ...(late.length > 0 ? [`its owner has ${late.join(', ')} today, but a credential gains no role after it is made`] : []),
      ...(lost.length > 0
        ? [`its owner no longer has ${lost.join(', ')}, and a token of the credential carries only roles that the owner still has`]
        : []),
    ]
    return [
      {
        at: cluster.name,
        saw: `${name} has ${roles.join(', ') || 'no role'}, and ${parts.join('; ')}`,
        ...(add.length > 0 ? { fix: add.join(' && ') } : {}),
      },
    ]
  })
  return none(poor, total(made), 'lacks a role')
})

test.advises('no credential may do more than its cluster needs', ({ sweep: { made }, want }) => {
  const mighty = made.flatMap(({ cluster, name, roles, ownersRoles }) => {
    const tooMuch = roles.filter((role) => isAmong(role, want.tooMuch) && (ownersRoles.length === 0 || isAmong(role, ownersRoles)))
    const saw = `${name} has ${tooMuch.join(', ')}: whoever reads a secret of the cluster has the same power over the whole cloud`
    return tooMuch.length === 0 ? [] : [{ at: cluster.name, saw }]
  })
  return none(mighty, total(made), 'may do more than a cluster needs')
})

test('every credential is for its cluster’s project, and no access rules restrict it', ({ sweep: { made } }) => {
  const foreign = made.flatMap(({ cluster, name, projectId, accessRules }) => [
    ...(projectId === cluster.projectId
      ? []
      : [{ at: cluster.name, saw: `${name} is for project ${projectId}, and the cluster is in ${cluster.projectId}` }]),
    ...(accessRules === undefined
      ? []
      : [{ at: cluster.name, saw: `${name} has access rules, which allow only ${accessRules.join(', ') || 'nothing'}` }]),
  ])
  return none(foreign, total(made), 'does not give access to the whole project of the cluster', {
    count: new Set(foreign.map(({ saw }) => saw.split(' ')[0])).size,
  })
})

test('no credential belongs to a user or a project that is switched off or gone', ({ sweep: { made } }) => {
  const off = made.flatMap(({ cluster, name, projectId, refused }) =>
    refused.length === 0
      ? []
      : [
          {
            at: cluster.name,
            saw: `${name}: ${refused.join(' and ')}, so Keystone refuses the cluster`,
            fix: `openstack user show ${cluster.userId}; openstack project show ${projectId}`,
          },
        ],
  )
  return none(off, total(made), 'is of a user or a project that is disabled or gone')
})

test('no credential has expired', ({ sweep: { made }, now }) => {
  const dead = made
    .filter(({ ends }) => ends !== undefined && ends <= now)
    .map(({ cluster, name, ends }) => ({
      at: cluster.name,
      saw: `${name} expired on ${ends?.toISOString().slice(0, 10)}: Keystone has refused the cluster since then`,
    }))
  return none(dead, total(made), 'has expired')
})

test.advises('no credential will expire', ({ sweep: { made }, now }) => {
  const mortal = made
    .filter(({ ends }) => ends !== undefined && ends > now)
    .map(({ cluster, name, ends }) => ({
      at: cluster.name,
      saw: `${name} expires on ${ends?.toISOString().slice(0, 10)}: Keystone will refuse the cluster from then on`,
    }))
  return none(mortal, total(made), 'will expire')
})

/** Policies ignore the case of role names, and charms have used both `Member` and `member`. */
function isAmong(role: string, roles: readonly string[]): boolean {
  return roles.some((one) => one.toLowerCase() === role.toLowerCase())
}

function noCluster(leftOut: readonly string[]): string {
  return leftOut.length === 0 ? 'Magnum has no cluster' : `Magnum has no cluster of this driver (another driver made ${leftOut.join(', ')})`
}
