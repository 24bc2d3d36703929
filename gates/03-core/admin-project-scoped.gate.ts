/** A password that is right is not enough: the admin project has had several names, and a token for none of them opens nothing. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly role: string
}

const test = gate<Want>('admin-project-scoped').extend('login', { scope: 'file' }, async ({ openstack }) => openstack.login())

test.saw('there is a project to try', ({ login }) => {
  expect(login.attempts.length, 'no project was tried').toBeGreaterThan(0)
})

test('one of the projects gives a scoped token', ({ login }) => {
  const tried = login.scope ? [] : login.attempts.map(({ project, outcome }) => ({ at: project, saw: outcome }))
  expect(tried, `none of ${login.attempts.length} projects gives a scoped token`).toEqual([])
})

test('it is the project that the credential names', ({ login }) => {
  const lost = login.scope ? login.attempts.slice(0, -1).map(({ project, outcome }) => ({ at: project, saw: outcome })) : []
  const winner = login.attempts.at(-1)?.project
  expect(
    lost,
    `Keystone gives a scoped token for ${winner}, and ${lost.length} of ${login.attempts.length} that were tried first are refused`,
  ).toEqual([])
})

test('the token carries the admin role', ({ login, want }) => {
  const { roles = [want.role], project } = login.scope ?? {}
  const has = roles.some((role) => role.toLowerCase() === want.role.toLowerCase())
  const wrong = has ? [] : [{ at: project, saw: `roles: ${roles.join(', ') || 'none'}` }]
  expect(wrong, `the token for ${project} has no role ${want.role}`).toEqual([])
})
