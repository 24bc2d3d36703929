import { expect, test } from 'vitest'
import { loginAnswer } from '../captures.ts'
import { askFrom } from '../test-ask.ts'
import { adminDomainId } from './admin-domain.ts'

const idIn = (change: Readonly<Record<string, unknown>> = {}) =>
  adminDomainId(askFrom({ 'identity LOGIN': loginAnswer(change) }), 'admin_domain')
const domain = (id: string, name: string) => ({ domain: { id, name }, id: 'x', name: 'x' })

test('the admin domain is that of the user or of the project, whichever has its name', async () => {
  expect(await idIn()).toBe('5d1c')
  expect(await idIn({ project: domain('77aa', 'customers') })).toBe('5d1c')
  expect(await idIn({ user: domain('77aa', 'customers') })).toBe('5d1c')
})

test.each([
  [
    'of other domains',
    { user: domain('a', 'one'), project: domain('b', 'two') },
    'identity LOGIN: the token names no domain admin_domain; the domains in the token: two, one',
  ],
  [
    'whose domain has the id of every cloud',
    { user: domain('default', 'admin_domain'), project: domain('default', 'admin_domain') },
    'identity LOGIN: says that domain admin_domain has the id "default", but in every cloud this is the id of the default domain',
  ],
  ['without a role', { roles: [] }, 'identity LOGIN: token.roles: wanted at least one role, got none'],
  [
    'with an odd id',
    { user: domain('x', 'y'), project: domain('a b', 'admin_domain') },
    'identity LOGIN names "a b", which is not an id such as Keystone gives',
  ],
])('a token %s is not understood', async (_, change, message) => {
  await expect(idIn(change)).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'not-understood', message })
})

test('without a token Keystone itself says why', async () => {
  const attempts = [{ project: 'admin in admin_domain', outcome: 'refused: 401' }]
  await expect(adminDomainId(askFrom({ 'identity LOGIN': { kind: 'login', attempts } }), 'admin_domain')).rejects.toMatchObject({
    kind: 'credential',
    message: 'Keystone gave no scoped token: tried admin in admin_domain (refused: 401)',
  })
})
