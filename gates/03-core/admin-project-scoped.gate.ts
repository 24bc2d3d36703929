/** A correct password is not enough: a token opens something only if it is for the admin project, and that project has had several names. */
import { gate, holds, nothing, some, z } from 'openstack-gates/gate'

const want = z.strictObject({ role: z.string() })

const test = gate('admin-project-scoped', want).extend('login', { scope: 'file' }, async ({ openstack }) => openstack.login())

test.saw('there is a project to try', ({ login }) => some(login.attempts, 'no project was tried'))

test('one of the projects gives a scoped token', ({ login }) => {
  const tried = login.scope ? [] : login.attempts.map(({ project, outcome }) => ({ at: project, saw: outcome }))
  return holds(login.scope !== undefined, `none of ${login.attempts.length} projects gives a scoped token`, tried)
})

test('Keystone gives a token for the first project that was tried', ({ login }) => {
  const lost = login.scope ? login.attempts.slice(0, -1).map(({ project, outcome }) => ({ at: project, saw: outcome })) : []
  const winner = login.attempts.at(-1)?.project
  const { length } = login.attempts
  return nothing(lost, `Keystone gives a scoped token for ${winner}, after it refused ${lost.length} of the ${length} projects tried`)
})

test('the token carries the admin role', ({ login, want }) => {
  const { roles = [want.role], project = '' } = login.scope ?? {}
  const has = roles.some((role) => role.toLowerCase() === want.role.toLowerCase())
  const wrong = has ? [] : [{ at: project, saw: `roles: ${roles.join(', ') || 'none'}` }]
  return nothing(wrong, `the token for ${project} has no role ${want.role}`)
})
