import { describe, expect, test } from 'vitest'
import { crd } from './crds.ts'
import { body, fakeApi } from './fake-api.ts'
import { servedIn } from './served.ts'

const on = { name: 'mgmt' }
const group = 'infrastructure.cluster.x-k8s.io'
const groups = {
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [
    { name: 'apps', versions: [{ groupVersion: 'apps/v1', version: 'v1' }], preferredVersion: { groupVersion: 'apps/v1', version: 'v1' } },
    {
      name: group,
      versions: [
        { groupVersion: `${group}/v1beta1`, version: 'v1beta1' },
        { groupVersion: `${group}/v1alpha1`, version: 'v1alpha1' },
      ],
    },
  ],
}
const resources = (...names: readonly string[]) => ({ kind: 'APIResourceList', resources: names.map((name) => ({ name, kind: 'Any' })) })

describe('what a group serves', () => {
  test('is known by resource, each with its versions', async () => {
    const { ask } = fakeApi({
      '/apis': groups,
      [`/apis/${group}/v1beta1`]: resources('openstackclusters', 'openstackclusters/status', 'openstackmachines'),
      [`/apis/${group}/v1alpha1`]: resources('openstackclusters', 'openstackservers'),
    })
    expect([...(await servedIn(ask, on, group))]).toEqual([
      ['openstackclusters', ['v1beta1', 'v1alpha1']],
      ['openstackmachines', ['v1beta1']],
      ['openstackservers', ['v1alpha1']],
    ])
  })

  test('is nothing where the API does not have the group', async () => {
    expect([...(await servedIn(fakeApi({ '/apis': groups }).ask, on, 'openstack.k-orc.cloud'))]).toEqual([])
  })

  test.each([
    ['no groups at all', { '/apis': { kind: 'APIGroupList', groups: [] } }, 'mgmt GET /apis: groups is empty; every cluster has some'],
    ['something else', { '/apis': { kind: 'Status' } }, 'mgmt GET /apis: kind: wanted APIGroupList, got "Status"'],
    [
      'a version that is gone',
      { '/apis': groups },
      `the management cluster has nothing at GET /apis/${group}/v1beta1 (404): 404 page not found`,
    ],
    [
      'a version without resources',
      { '/apis': groups, [`/apis/${group}/v1beta1`]: resources(), [`/apis/${group}/v1alpha1`]: resources('a') },
      `mgmt GET /apis/${group}/v1beta1: resources is empty; every cluster has some`,
    ],
    [
      'a version that would lead to another path',
      { '/apis': { ...groups, groups: [{ name: group, versions: [{ version: '../../api/v1/secrets' }] }] } },
      'mgmt GET /apis names "../../api/v1/secrets", which is not a DNS-1123 label such as kube-system',
    ],
  ])('could not be seen in %s', async (_, answers, message) => {
    await expect(servedIn(fakeApi(answers).ask, on, group)).rejects.toMatchObject({ name: 'CouldNotLook', message })
  })
})

describe('a CRD', () => {
  const name = 'images.openstack.k-orc.cloud'
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`
  const metadata = { name, creationTimestamp: '2026-11-01T09:00:00Z' }
  const definition = (status: string, more: object = {}) => ({
    kind: 'CustomResourceDefinition',
    metadata: { ...metadata, ...more },
    status: { conditions: [{ type: 'Established', status, reason: 'InitialNamesAccepted' }] },
  })

  test('is established, or says why not', async () => {
    const createdAt = new Date('2026-11-01T09:00:00Z')
    expect(await crd(fakeApi({ [path]: definition('True') }).ask, on, name)).toEqual({
      name,
      createdAt,
      state: { saw: 'Established is True: InitialNamesAccepted', is: 'good' },
    })
    expect(await crd(fakeApi({ [path]: definition('False') }).ask, on, name)).toMatchObject({
      state: { saw: 'Established is False: InitialNamesAccepted', is: 'bad' },
    })
    const leaving = definition('True', { deletionTimestamp: '2026-11-20T09:00:00Z' })
    expect(await crd(fakeApi({ [path]: leaving }).ask, on, name)).toMatchObject({ state: { saw: 'it is being deleted', is: 'bad' } })
  })

  test('is absent when the API says that this one is', async () => {
    const absent = {
      kind: 'Status',
      status: 'Failure',
      message: `customresourcedefinitions.apiextensions.k8s.io "${name}" not found`,
      code: 404,
    }
    expect(await crd(fakeApi({ [path]: body(404, absent) }).ask, on, name)).toBeUndefined()
  })

  test.each([
    ['the path itself does not exist', {}, `the management cluster has nothing at GET ${path} (404): 404 page not found`],
    [
      'another answers',
      { [path]: { ...definition('True'), metadata: { ...metadata, name: 'x' } } },
      `mgmt GET ${path}: wanted the CustomResourceDefinition ${name}, got CustomResourceDefinition x`,
    ],
    ['it is an empty object', { [path]: {} }, `mgmt GET ${path}: metadata: wanted an object, got nothing`],
  ])('could not be seen when %s', async (_, answers, message) => {
    await expect(crd(fakeApi(answers).ask, on, name)).rejects.toMatchObject({ name: 'CouldNotLook', message })
  })
})
