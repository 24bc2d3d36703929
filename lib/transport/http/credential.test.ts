import { describe, expect, test } from 'vitest'
import { readCloud } from './clouds.ts'
import { credentialOf, type Scope, scopeText, Unusable } from './credential.ts'

const candidates = { projects: ['admin', 'admin_domain'], domain: 'admin_domain' }
const of = (settings: Readonly<Record<string, string>>) => credentialOf('the openrc x', (name) => settings[name], candidates)
const named = (scopes: readonly (Scope | undefined)[]) => scopes.map(scopeText)
const login = { username: 'admin', password: 'hunter2' }

test('a password is sent with its user and domain', () => {
  expect(of({ ...login, user_domain_name: 'admin_domain', project_name: 'admin' })).toMatchObject({
    who: 'user admin',
    secret: 'hunter2',
    identity: { methods: ['password'], password: { user: { name: 'admin', domain: { name: 'admin_domain' }, password: 'hunter2' } } },
  })
})

describe('projects are tried', () => {
  test('the credential’s own first, then each candidate once', () => {
    expect(named(of({ ...login, project_name: 'admin_domain', project_domain_name: 'Default' }).scopes)).toEqual([
      'admin_domain in Default',
      'admin in Default',
    ])
  })

  test('only the candidates, where it names none', () => {
    expect(named(of(login).scopes)).toEqual(['admin in admin_domain', 'admin_domain in admin_domain'])
  })

  test('by id before by name', () => {
    expect(named(of({ ...login, project_id: 'c0ffee' }).scopes)).toEqual([
      'project c0ffee',
      'admin in admin_domain',
      'admin_domain in admin_domain',
    ])
  })

  test('in the domain an id names', () => {
    expect(of({ ...login, project_name: 'p', project_domain_id: 'default' }).scopes[0]).toEqual({
      project: { name: 'p', domain: { id: 'default' } },
    })
  })
})

describe('an application credential', () => {
  test('is bound to its project, so that there is nothing to try', () => {
    const { identity, scopes } = of({ application_credential_id: 'a1', application_credential_secret: 's3cret', project_name: 'ignored' })
    expect(identity).toEqual({ methods: ['application_credential'], application_credential: { id: 'a1', secret: 's3cret' } })
    expect(named(scopes)).toEqual(['the application credential’s own project'])
  })

  test('by name goes with its user', () => {
    const settings = {
      application_credential_name: 'gates',
      application_credential_secret: 's3cret',
      username: 'admin',
      user_domain_id: 'd',
    }
    expect(of(settings).identity).toEqual({
      methods: ['application_credential'],
      application_credential: { name: 'gates', secret: 's3cret', user: { name: 'admin', domain: { id: 'd' } } },
    })
  })
})

test.each([
  [{}, 'holds neither a password nor an application credential'],
  [{ password: 'x' }, 'names no user'],
  [{ application_credential_secret: 'x' }, 'holds the secret of an application credential, but neither its id nor its name'],
])('%j is unusable: %s', (settings, why) => {
  expect(() => of(settings)).toThrow(new Unusable(why))
})

describe('a clouds.yaml', () => {
  const text = `clouds:
  mine:
    region_name: RegionOne
    auth: { auth_url: https://10.12.4.50:5000/v3, username: admin, project_name: admin, user_domain_name: admin_domain, project_id: 42 }
  other: {}
`
  const secure = 'clouds: { mine: { auth: { password: hunter2 } } }'

  test('is read together with its secure.yaml', () => {
    const settings = readCloud(text, secure, 'mine')
    expect(['username', 'password', 'project_name', 'region_name', 'project_id', 'toString'].map(settings)).toEqual([
      'admin',
      'hunter2',
      'admin',
      'RegionOne',
      '42',
      undefined,
    ])
  })

  test('that lacks the cloud says which it has', () => {
    expect(() => readCloud(text, '', 'yours')).toThrow(new Unusable('has no cloud yours; it has mine, other'))
    expect(() => readCloud('', '', 'yours')).toThrow(new Unusable('has no cloud yours; it has none'))
  })

  test('that is not YAML is not quoted', () => {
    expect(() => readCloud('clouds:\n  mine: { password: hunter2', '', 'mine')).toThrow(new Unusable('is not YAML, line 2'))
    expect(() => readCloud(text, '"', 'mine')).toThrow(/^has a secure.yaml beside it that is not YAML/)
  })
})
