import { expect, test } from 'vitest'
import { loginAnswer } from '../captures.ts'
import { askFrom } from '../test-ask.ts'
import { mustSeeAllProjects } from './all-projects.ts'
import { login } from './login.ts'

const loginWith = (...names: readonly string[]) =>
  login(askFrom({ 'identity LOGIN': loginAnswer({ roles: names.map((name, i) => ({ id: String(i), name })) }) }))

test.each(['admin', 'Admin', 'ADMIN'])('a token with the role %s sees every project', async (role) => {
  expect(() => mustSeeAllProjects({ attempts: [] })).toThrow('Keystone gave no scoped token: tried no project at all')
  const seen = await loginWith('member', role)
  expect(() => mustSeeAllProjects(seen)).not.toThrow()
})

test('a token without it sees one project only, so its lists are not whole', async () => {
  const seen = await loginWith('member', 'load-balancer_admin')
  expect(() => mustSeeAllProjects(seen)).toThrow(
    expect.objectContaining({
      kind: 'credential',
      key: 'openstack admin',
      message:
        'the token of admin is for project admin with the roles member, load-balancer_admin: without admin it sees that project only',
    }),
  )
})
