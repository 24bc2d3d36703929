/**
 * Servers seem lost to a user who looks at a project that does not own them. Roles decide who can see the servers, so the gate reads the roles. It
 * also counts the servers of each project.
 */
import { absent, all, gate, holds, nothing, some, z } from 'openstack-gates/gate'

const want = z.strictObject({ role: z.string() })

const test = gate('capi-project-visible', want).extend('seen', { scope: 'file' }, async ({ nova, openstack, site }) => {
  const [{ scope }, projects, servers] = await Promise.all([openstack.login(), nova.projects(), nova.servers()])
  const named = projects.filter(({ name }) => name === site.mgmt?.project)
  // Another domain may have a project of this name. The project meant is the one that has the management server.
  const isMeant = ({ id }: { readonly id: string }) => servers.some((one) => one.projectId === id && one.name === site.mgmt?.server)
  const owned = named.length > 1 && named.filter(isMeant).length === 1 ? named.filter(isMeant) : named
  const [project] = owned
  const roles = project && owned.length === 1 ? await nova.rolesOn(project) : []
  const counts = projects
    .map(({ id, name }) => [name, servers.filter(({ projectId }) => projectId === id).length] as const)
    .filter(([, n]) => n > 0)
  return {
    user: scope?.user,
    userId: scope?.userId,
    project,
    projects: owned.length,
    roles,
    mine: roles.filter(({ userId }) => userId === scope?.userId).map(({ role }) => role),
    servers: servers.length,
    owners: counts.map(([name, n]) => `${n} in ${name}`).join(', '),
  }
})

test.saw('Keystone lists the roles on the project, and nova lists the servers', ({ seen, site }) =>
  all(
    holds(
      seen.projects === 1,
      `Keystone knows ${seen.projects} projects with the wanted name: ${site.mgmt?.project ?? '(the site file names none)'}`,
    ),
    some(seen.roles, `nobody at all has a role on ${site.mgmt?.project}`),
    some(seen.servers, 'nova lists no server at all'),
    holds(seen.owners !== '', 'no server belongs to a project that Keystone knows'),
  ),
)

test('the project is enabled', ({ seen: { project } }) => {
  const isOff = project?.isEnabled === false
  const finding = project && {
    at: project.name,
    saw: 'is disabled: Keystone gives no token for it, so neither Cluster API nor the admin can act in it',
    fix: `openstack project show ${project.id} -c enabled -c domain_id`,
  }
  return nothing(isOff && finding ? [finding] : [], 'the project is switched off')
})

test('the admin can switch to the project that owns the servers', ({ seen, want }) => {
  const { user, userId, project, roles, mine, owners } = seen
  const isJudged = project !== undefined && roles.length > 0
  // Keystone compares the names of roles without regard to case, and its charm once called this role Member.
  const isHeld = mine.some((role) => role.toLowerCase() === want.role.toLowerCase())
  const held = mine.length === 0 ? 'no role' : mine.join(', ')
  const finding = {
    ...(project === undefined ? {} : { at: project.name }),
    saw: `${user} has ${held} on ${project?.name}, not ${want.role}. Servers per project: ${owners}. By design, a panel shows only the servers of its own project`,
    fix: `openstack role add --project ${project?.id} --user ${userId} ${want.role}`,
  }
  return absent(holds(!isJudged || isHeld, 'the panels of this project stay empty', [finding]))
})
