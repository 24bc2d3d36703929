import { describe, expect, test } from 'vitest'
import { readSite } from '../../../phase/read-site.ts'
import { loginAnswer } from '../captures.ts'
import { createOpenstack } from '../index.ts'
import { askFrom } from '../test-ask.ts'
import { credsOfTheGone } from './creds-of-the-gone.ts'

const site = readSite('sites/example.yaml')
const [living, gone] = ['3c1f0b52-9d47-4f7e-8f0a-6f2b1f6c9e11', '5d9e8c7b-6a50-4f3e-8d2c-1b0a9f8e7d6c']
const lost = '0c1d2e3f-4a5b-4c6d-8e7f-901122334455'
const clusters = [{ uuid: living, userId: 'owner' }]
const magnum = (id: string) => `container-infra GET /v1/clusters/${id} (container-infra 1.10)`

/** As magnum 15.0.1 of the lab answers. */
const notFound = (id: string) => ({
  status: 404,
  json: {
    errors: [{ request_id: '', code: 'client', status: 404, title: '', detail: `Cluster ${id} could not be found.`, links: [] }],
  },
})
const cred = (name: string) => ({ id: `id-of-${name}`, name, project_id: 'p', expires_at: null, roles: [{ name: 'member' }] })
const credsOf = (user: string, ...names: readonly string[]) => ({
  [`identity GET /v3/users/${user}/application_credentials`]: { json: { application_credentials: names.map(cred) } },
})
const holder = (id: string, scope: object = { project: { id: 'p' } }) => ({
  scope,
  role: { name: 'member' },
  user: { id, name: `name-of-${id}` },
})
const holders = (...rows: readonly object[]) => ({
  'identity GET /v3/role_assignments?effective=true&include_names=true': { json: { role_assignments: rows } },
})

function sweep(answers: object, most = 10) {
  const ask = askFrom({ 'identity LOGIN': loginAnswer(), ...answers })
  return credsOfTheGone(ask, createOpenstack(ask, site), clusters, most)
}

describe('credentials that Magnum’s driver made', () => {
  test('are those of whoever has a role on a project, and of the owners of clusters, each user asked once', async () => {
    const found = await sweep({
      ...holders(holder('other'), holder('other'), holder('boss', { domain: { id: 'd' } }), holder('all', { system: { all: true } })),
      ...credsOf('owner', `magnum-${living}-0a1b2c3d`),
      ...credsOf('other', 'backup'),
    })
    expect(found).toMatchObject({ units: ['owner (owner)', 'name-of-other (other)'], silent: [], holders: 1, leftOut: 0 })
    expect(found.seen.map(({ user, made }) => [user, made.map(({ name, isOfGone }) => [name, isOfGone])])).toEqual([
      ['owner', [[`magnum-${living}-0a1b2c3d`, false]]],
      ['name-of-other', []],
    ])
  })

  test.each([
    [`magnum-${gone}-0a1b2c3d`, true],
    [`magnum-${gone}`, true],
    [`magnum-${gone.toUpperCase()}-0A1B2C3D`, true],
  ])('are of a cluster that is gone where Magnum itself says so: %s', async (name, isOfGone) => {
    const found = await sweep({ ...holders(holder('owner')), ...credsOf('owner', name), [magnum(gone)]: notFound(gone) })
    expect(found.seen.flatMap(({ made }) => made.map((one) => [one.cluster, one.isOfGone]))).toEqual([[gone, isOfGone]])
  })

  test.each([['magnum-backup'], [`magnum-${gone}-copy`], [`my-magnum-${gone}`], ['magnum-../v1/stats'], [`magnum-${gone}/../x`]])(
    'are known by their whole name, and nothing else of it is asked for: %s',
    async (name) => {
      const found = await sweep({ ...holders(holder('owner')), ...credsOf('owner', name) })
      expect(found).toMatchObject({ seen: [{ made: [] }], silent: [] })
    },
  )

  test.each([
    ['another cluster', notFound(living), 'found nothing there (404)'],
    ['nothing', { status: 404, json: {} }, 'found nothing there (404)'],
    ['a permission', { status: 403, json: { error: { message: 'Not yours' } } }, 'does not let us look'],
  ])('are not judged where the 404 is about %s, and the others are', async (_, answer, says) => {
    const [name, other] = [`magnum-${gone}-0a1b2c3d`, `magnum-${lost}-0a1b2c3d`]
    const found = await sweep({
      ...holders(holder('owner')),
      ...credsOf('owner', name, other),
      [magnum(gone)]: answer,
      [magnum(lost)]: notFound(lost),
    })
    const unread = expect.objectContaining({ at: `credential id-of-${name}`, saw: expect.stringContaining(says) })
    expect(found.seen.flatMap(({ made }) => made.map(({ isOfGone, clusterUnread }) => ({ isOfGone, clusterUnread })))).toEqual([
      { isOfGone: false, clusterUnread: unread },
      { isOfGone: true, clusterUnread: undefined },
    ])
  })

  test('are asked of so many users and no more, the owners of clusters first', async () => {
    const found = await sweep({ ...holders(holder('a'), holder('b'), holder('c')), ...credsOf('owner'), ...credsOf('a') }, 2)
    expect(found).toMatchObject({ units: ['owner (owner)', 'name-of-a (a)'], silent: [], holders: 3, leftOut: 2 })
  })

  test('cannot be looked for where a role is nowhere', async () => {
    await expect(sweep(holders(holder('owner', { planet: {} })))).rejects.toMatchObject({
      kind: 'not-understood',
      message: expect.stringContaining('role_assignments[0].scope: wanted a project, a domain or a system, got planet'),
    })
  })
})
