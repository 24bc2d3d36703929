import { describe, expect, test } from 'vitest'
import { loginAnswer, token } from '../captures.ts'
import { endpointsOf, placesOf, servicesText } from '../places.ts'
import { askFrom } from '../test-ask.ts'
import { login } from './login.ts'

const from = (change: Readonly<Record<string, unknown>> = {}) => login(askFrom({ 'identity LOGIN': loginAnswer(change) }))

test('a login tells project, domain, roles and catalogue', async () => {
  const { attempts, scope } = await from()
  expect(attempts).toEqual([{ project: 'admin in admin_domain', outcome: 'issued a scoped token' }])
  expect(scope).toMatchObject({
    project: 'admin',
    domain: 'admin_domain',
    roles: ['member', 'admin'],
    user: 'admin',
    userId: 'dedcdd6ded384aebbba16c1f49535807',
    expiresAt: new Date('2026-11-22T11:04:01Z'),
  })
  expect(scope?.catalogue.map(({ type, name, endpoints }) => [type, name, endpoints.length])).toEqual([
    ['identity', 'keystone', 3],
    ['network', 'neutron', 2],
  ])
})

test('a login with an application credential names the rules that limit it', async () => {
  const given = (access_rules?: unknown) => from({ application_credential: { id: 'a1', name: 'gates', restricted: true, access_rules } })
  const rule = { id: 'r1', service: 'compute', method: 'GET', path: '/v2.1/servers' }
  expect((await given([rule])).scope?.accessRules).toEqual(['GET compute /v2.1/servers'])
  expect((await given([])).scope?.accessRules).toEqual([])
  expect((await given()).scope).not.toHaveProperty('accessRules')
})

test('a login that no project won is a fact, without a scope', async () => {
  const attempts = [{ project: 'admin in admin_domain', outcome: 'refused: 401' }]
  expect(await login(askFrom({ 'identity LOGIN': { kind: 'login', attempts } }))).toEqual({ attempts })
})

describe('a token is not understood', () => {
  test.each([
    ['without a project', { project: undefined }, 'token.project: wanted an object, got nothing'],
    ['without roles', { roles: undefined }, 'token.roles: wanted a list, got nothing'],
    ['with a role that is not an object', { roles: ['admin'] }, 'token.roles[0]: wanted an object, got "admin"'],
    ['without a catalogue', { catalog: null }, 'token.catalog: wanted a list, got null'],
    [
      'with an endpoint without a URL',
      { catalog: [{ type: 'x', endpoints: [{ interface: 'public' }] }] },
      'token.catalog[0].endpoints[0].url: wanted a text, got nothing',
    ],
    ['that ends at no time', { expires_at: 'soon' }, 'token.expires_at: wanted a time, got "soon"'],
  ])('%s', async (_, change, message) => {
    await expect(from(change)).rejects.toMatchObject({
      name: 'CouldNotLook',
      kind: 'not-understood',
      message: `identity LOGIN: ${message}`,
    })
  })
})

describe('the places of a catalogue', () => {
  test('are each there once, with all who share them', async () => {
    const { scope } = await from()
    const places = placesOf(scope?.catalogue ?? []).map(({ services, ...place }) => ({ ...place, services: servicesText(services) }))
    expect(places).toEqual([
      { at: '10.12.4.50:5000', host: '10.12.4.50', isTls: true, services: 'identity (keystone) public' },
      { at: '10.12.8.50:5000', host: '10.12.8.50', isTls: true, services: 'identity (keystone) internal' },
      { at: '10.12.8.50:35357', host: '10.12.8.50', isTls: true, services: 'identity (keystone) admin' },
      { at: '10.12.4.54:9696', host: '10.12.4.54', isTls: true, services: 'network (neutron) public, internal' },
    ])
  })

  const one = (url: string, region = 'RegionOne') => [{ type: 'x', name: 'x', endpoints: [{ interface: 'public', region, url }] }]

  test('have a port, whatever the URL says', () => {
    expect(placesOf([...one('https://a.example/'), ...one('http://a.example/v1'), ...one('https://[fd00::1]:5000/v3')])).toMatchObject([
      { at: 'a.example:443', isTls: true },
      { at: 'a.example:80', isTls: false },
      { at: '[fd00::1]:5000', host: 'fd00::1', isTls: true },
    ])
  })

  test('are one endpoint for each path, without query and user', () => {
    const all = ['https://a/nova/v2.1', 'https://a/glance/', 'https://a/nova/v2.1?x=1', 'https://u:p@a', 'https://a/a/../../b']
    expect(endpointsOf(placesOf(all.flatMap((url) => one(url)))).map(({ at, path, services }) => [at, path, services.length])).toEqual([
      ['a:443', '/nova/v2.1', 2],
      ['a:443', '/glance/', 1],
      ['a:443', '/', 1],
      ['a:443', '/b', 1],
    ])
  })

  test('of another region are left out', () => {
    expect(placesOf([...one('https://a:1'), ...one('https://b:1', 'RegionTwo')], 'RegionTwo').map(({ at }) => at)).toEqual(['b:1'])
  })

  test.each(['', 'nowhere', '/v3', 'ftp://a/', 'javascript:alert(1)'])('are not understood at %j', (url) => {
    expect(() => placesOf(one(url))).toThrow(
      expect.objectContaining({
        name: 'NotUnderstood',
        message: `the catalogue has an endpoint of x at ${JSON.stringify(url)}, which is not an HTTP URL`,
      }),
    )
  })
})

test('the capture holds no secret', () => {
  expect(JSON.stringify(token)).not.toMatch(/gAAAA|password":"/)
})
