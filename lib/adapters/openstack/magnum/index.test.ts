import { describe, expect, test } from 'vitest'
import { readSite } from '../../../phase/read-site.ts'
import { loginAnswer } from '../captures.ts'
import { createOpenstack } from '../index.ts'
import { askFrom } from '../test-ask.ts'
import { createCoe } from './index.ts'

const site = readSite('sites/example-two-planes.yaml')
const one = '3c1f0b52-9d47-4f7e-8f0a-6f2b1f6c9e11'
const two = '8a2d64e7-51c3-4b0e-9a64-0d5b7e9f2c20'

/**
 * Lists and stats are as magnum 15.0.1 of the lab answers; the detail is as its source makes it (api/controllers/v1/cluster.py), with zed's fields.
 */
function cluster(uuid: string, change: object = {}) {
  return {
    uuid,
    name: 'demo',
    cluster_template_id: '379f8fee-5faa-40c0-b183-129e8dc2631d',
    keypair: 'ops',
    node_count: 2,
    master_count: 3,
    docker_volume_size: null,
    labels: { auto_healing_enabled: 'true' },
    labels_overridden: {},
    labels_added: {},
    labels_skipped: {},
    create_timeout: 60,
    stack_id: 'demo-x7k2p4q9w1zt',
    status: 'CREATE_COMPLETE',
    status_reason: null,
    health_status: 'HEALTHY',
    health_status_reason: { cluster: 'Ready', infrastructure: 'Ready', controlplane: 'Ready', nodegroup: 'Ready' },
    api_address: 'https://10.12.4.215:6443',
    coe_version: 'v1.34.8',
    project_id: 'b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40',
    user_id: 'dedcdd6ded384aebbba16c1f49535807',
    node_addresses: [],
    master_addresses: [],
    faults: null,
    created_at: '2026-11-18T08:00:00+00:00',
    updated_at: null,
    links: [],
    ...change,
  }
}
const magnum = 'container-infra GET /v1'
const version = '(container-infra 1.10)'
function asking(change: object = {}) {
  const ask = askFrom({
    'identity LOGIN': loginAnswer(),
    [`${magnum}/clusters ${version}`]: {
      json: { clusters: [{ uuid: one, health_status: 'HEALTHY', labels: { auto_healing_enabled: true } }] },
    },
    [`${magnum}/stats ${version}`]: { json: { clusters: 1, nodes: 5 } },
    [`${magnum}/clusters/${one} ${version}`]: { json: cluster(one) },
    ...change,
  })
  return { ask, coe: createCoe(ask, createOpenstack(ask, site), site) }
}

describe('the clusters of Magnum', () => {
  test('are read one by one, for only the detail tells the reason of their health', async () => {
    const { coe } = asking()
    expect(await coe.clusters()).toEqual([
      {
        uuid: one,
        name: 'demo',
        state: { word: 'CREATE_COMPLETE', is: 'good' },
        isChanging: false,
        isLeaving: false,
        isStanding: true,
        isBeingCreated: false,
        isSoughtUnderAnotherName: false,
        isMade: true,
        failedAt: [],
        reason: 'Magnum gives no reason',
        createMinutes: 60,
        stackId: 'demo-x7k2p4q9w1zt',
        projectId: 'b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40',
        userId: 'dedcdd6ded384aebbba16c1f49535807',
        templateId: '379f8fee-5faa-40c0-b183-129e8dc2631d',
        labels: { auto_healing_enabled: 'true' },
        health: { kind: 'healthy', said: 'HEALTHY' },
        nodeCount: 5,
        changedAt: new Date('2026-11-18T08:00:00Z'),
      },
    ])
  })

  test('that failed say why, by node group', async () => {
    const failed = { status: 'CREATE_FAILED', status_reason: 'helm failed', faults: { 'default-worker': 'no quota' }, stack_id: null }
    const { coe } = asking({
      [`${magnum}/clusters/${one} ${version}`]: { json: cluster(one, { ...failed, updated_at: '2026-11-18T08:09:00+00:00' }) },
    })
    expect(await coe.clusters()).toMatchObject([
      {
        state: { word: 'CREATE_FAILED', is: 'bad' },
        isMade: false,
        failure: 'CREATE_FAILED; helm failed; default-worker: no quota',
        changedAt: new Date('2026-11-18T08:09:00Z'),
      },
    ])
    expect((await coe.clusters())[0]).not.toHaveProperty('stackId')
  })

  test('that this driver gives no status reason for are explained by their health', async () => {
    const health = { cluster: 'Ready', controlplane: 'Control plane resource not found.' }
    const { coe } = asking({
      [`${magnum}/clusters/${one} ${version}`]: {
        json: cluster(one, { status: 'DELETE_IN_PROGRESS', health_status_reason: health, create_timeout: 900 }),
      },
    })
    expect(await coe.clusters()).toMatchObject([
      { isLeaving: true, reason: 'controlplane: Control plane resource not found.', createMinutes: 900 },
    ])
  })

  test.each([
    ['a-name-of-thirty-characters-x--iy6z4t72niz5', true],
    ['a-name-of-thirty-characters-xx-f3n5nmmtmohn', false],
  ])('are sought under another name where two hyphens meet: %s', async (stack_id, isSoughtUnderAnotherName) => {
    const { coe } = asking({ [`${magnum}/clusters/${one} ${version}`]: { json: cluster(one, { stack_id }) } })
    expect(await coe.clusters()).toMatchObject([{ stackId: stack_id, isSoughtUnderAnotherName }])
  })

  test('may be none, when Magnum counts none as well', async () => {
    const none = {
      [`${magnum}/clusters ${version}`]: { json: { clusters: [] } },
      [`${magnum}/stats ${version}`]: { json: { clusters: 0, nodes: 0 } },
    }
    expect(await asking(none).coe.clusters()).toEqual([])
  })

  test.each([
    [
      'the list is shorter than Magnum’s count',
      { [`${magnum}/stats ${version}`]: { json: { clusters: 2, nodes: 9 } } },
      'not-understood',
      'Magnum lists 1 clusters and counts 2: one has just come or gone, or the list is not whole',
    ],
    [
      'another cluster is answered than was asked',
      { [`${magnum}/clusters/${one} ${version}`]: { json: cluster(two) } },
      'not-understood',
      `${magnum}/clusters/${one} ${version}: is about cluster ${two}, wanted ${one}`,
    ],
    [
      'row and detail tell other labels',
      { [`${magnum}/clusters/${one} ${version}`]: { json: cluster(one, { labels: {} }) } },
      'not-understood',
      `${magnum}/clusters/${one} ${version}: gives the cluster other labels than the list of clusters does`,
    ],
    [
      'an id is none',
      { [`${magnum}/clusters ${version}`]: { json: { clusters: [{ uuid: '../stats', labels: {} }] } } },
      'not-understood',
      `${magnum}/clusters ${version}: clusters[0].uuid: wanted a UUID, got "../stats"`,
    ],
    [
      'an owner’s id would lead to another path',
      { [`${magnum}/clusters/${one} ${version}`]: { json: cluster(one, { user_id: '../projects?x=\r\n' }) } },
      'not-understood',
      `${magnum}/clusters/${one} ${version}: user_id: wanted an id such as Keystone gives, got "../projects?x=\\r\\n"`,
    ],
    [
      'the token is not an admin’s',
      { 'identity LOGIN': loginAnswer({ roles: [{ id: '1', name: 'member' }] }) },
      'credential',
      'the token of admin is for project admin with the roles member: without admin it sees that project only',
    ],
    [
      'no project gave a token',
      { 'identity LOGIN': { kind: 'login', attempts: [{ project: 'admin', outcome: '401' }] } },
      'credential',
      'Keystone gave no scoped token: tried admin (401)',
    ],
  ])('could not be looked at when %s', async (_, change, kind, message) => {
    await expect(asking(change).coe.clusters()).rejects.toMatchObject({ name: 'CouldNotLook', kind, message })
  })
})

describe('the credentials of a cluster', () => {
  const path = 'identity GET /v3/users/dedcdd6ded384aebbba16c1f49535807/application_credentials'
  const rolesOfOwner =
    'identity GET /v3/role_assignments?effective=true&include_names=true&user.id=dedcdd6ded384aebbba16c1f49535807&scope.project.id=b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40'
  const assignment = (role: string, user = 'dedcdd6ded384aebbba16c1f49535807') => ({
    scope: { project: { id: 'b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40', name: 'p' } },
    role: { id: '1', name: role },
    user: { id: user, name: 'ops' },
  })
  const cred = (name: string, roles: readonly string[]) => ({
    id: `id-of-${name}`,
    name,
    description: 'Magnum cluster (demo)',
    project_id: 'b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40',
    unrestricted: false,
    expires_at: null,
    roles: roles.map((role, i) => ({ id: String(i), name: role, domain_id: null })),
  })

  const owner = 'dedcdd6ded384aebbba16c1f49535807'
  const user = (of: Readonly<Record<string, unknown>>) => ({
    [`identity GET /v3/users/${owner}`]: { json: { user: { id: owner, ...of } } },
  })
  const lost = {
    [`identity GET /v3/users/${owner}`]: {
      status: 404,
      json: { error: { code: 404, message: `Could not find user: ${owner}.`, title: 'Not Found' } },
    },
  }
  const project = (enabled: boolean, id = 'b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40') => ({
    'identity GET /v3/projects': { json: { projects: [{ id, name: 'p', domain_id: 'd', enabled }] } },
  })
  const enabled = { ...user({ enabled: true }), ...project(true) }

  test('are those of its owner that bear its id', async () => {
    const creds = [cred(`magnum-${one}-0a1b2c3d`, ['member', 'reader']), cred(`magnum-${two}-0a1b2c3d`, []), cred('mine', ['admin'])]
    const { coe } = asking({
      ...enabled,
      [path]: { json: { application_credentials: creds, links: { self: 'x', next: null, previous: null } } },
      [rolesOfOwner]: { json: { role_assignments: [assignment('member'), assignment('reader', 'somebody-else')] } },
    })
    const clusters = await coe.clusters()
    expect(await coe.appCreds(clusters)).toEqual({
      units: [`demo ${one}`],
      seen: [
        {
          unit: `demo ${one}`,
          cluster: clusters[0],
          made: [
            {
              id: `id-of-magnum-${one}-0a1b2c3d`,
              name: `magnum-${one}-0a1b2c3d`,
              projectId: 'b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40',
              roles: ['member', 'reader'],
              ownersRoles: ['member'],
              refused: [],
              isProjectListed: true,
            },
          ],
          others: 2,
        },
      ],
      silent: [],
    })
  })

  test('are read where the roles of their owner are closed to us', async () => {
    const { coe } = asking({
      ...enabled,
      [path]: { json: { application_credentials: [cred(`magnum-${one}-0a1b2c3d`, ['member'])] } },
      [rolesOfOwner]: { status: 403, json: { error: { code: 403, message: 'Not yours.', title: 'Forbidden' } } },
    })
    expect(await coe.appCreds(await coe.clusters())).toMatchObject({
      seen: [
        {
          made: [
            {
              roles: ['member'],
              ownersRoles: [],
              rolesUnread: { at: 'demo', saw: `identity knows us and does not let us look (${rolesOfOwner}: 403): Not yours.` },
            },
          ],
        },
      ],
      silent: [],
    })
  })

  test.each([
    [{ ...user({ enabled: false }), ...project(true) }, [`its owner ${owner} is disabled`], true],
    [{ ...lost, ...project(true) }, [`its owner ${owner} no longer exists`], true],
    [{ ...user({}), ...project(true) }, [], true],
    [{ ...user({ enabled: true }), ...project(false) }, ['its project b3f1d0c2a4e64f6f9b7a1c8d5e2f3a40 is disabled'], true],
    [{ ...user({ enabled: true }), ...project(true, 'another') }, [], false],
  ])('may be of a user or a project that is switched off or gone: %#', async (switches, refused, isProjectListed) => {
    const { coe } = asking({
      ...switches,
      [path]: { json: { application_credentials: [cred(`magnum-${one}-0a1b2c3d`, ['member'])] } },
      [rolesOfOwner]: { json: { role_assignments: [assignment('member')] } },
    })
    expect(await coe.appCreds(await coe.clusters())).toMatchObject({ seen: [{ made: [{ refused, isProjectListed }] }] })
  })

  test('may be closed to us', async () => {
    const { coe } = asking({
      ...enabled,
      [path]: { status: 403, json: { error: { code: 403, message: 'You are not authorized.', title: 'Forbidden' } } },
    })
    expect(await coe.appCreds(await coe.clusters())).toMatchObject({
      seen: [],
      silent: [
        {
          at: `demo ${one}`,
          saw: `identity knows us and does not let us look (${path}: 403): You are not authorized.`,
        },
      ],
    })
  })
})
