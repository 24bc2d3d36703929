/** An empty list of servers is right for whoever looks at another project, and looks like a loss. Who can see them is a matter of roles, so these are asked, and the servers counted by owner. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly role: string
}

const test = gate<Want>('capi-project-visible').extend('seen', { scope: 'file' }, async ({ nova, openstack, site }) => {
  const [{ scope }, projects, servers] = await Promise.all([openstack.login(), nova.projects(), nova.servers()])
  const owned = projects.filter(({ name }) => name === site.mgmt?.project)
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

test.saw('Keystone tells who has which role on the project', ({ seen, site }) => {
  expect(seen.projects, `Keystone knows ${seen.projects} projects ${site.mgmt?.project ?? '(the site file names none)'}`).toBe(1)
  expect(seen.roles.length, `nobody at all has a role on ${site.mgmt?.project}`).toBeGreaterThan(0)
  expect(seen.servers, 'nova lists no server at all').toBeGreaterThan(0)
  expect(seen.owners === '' ? ['no server belongs to a project that Keystone knows'] : []).toEqual([])
})

test('the admin can switch to the project that owns the servers', ({ seen, want }) => {
  const { user, userId, project, mine, owners } = seen
  const saw = `${user} has ${mine.length === 0 ? 'no role' : mine.join(', ')} on ${project?.name}, not ${want.role}. Servers: ${owners}. Panels of another project show none of these, and rightly`
  const fix = `openstack role add --project ${project?.id} --user ${userId} ${want.role}`
  const isJudged = project !== undefined && seen.roles.length > 0
  expect(isJudged && !mine.includes(want.role) ? [{ at: project.name, saw, fix }] : [], 'the panels of this project stay empty').toEqual([])
})
