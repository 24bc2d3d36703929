import { describe, expect, test } from 'vitest'
import { body, fakeApi, listOf } from './fake-api.ts'
import { type ListOf, listAll, listIfServed } from './list.ts'

const on = { name: 'mgmt' }
const names: ListOf<string> = { path: '/api/v1/nodes', kind: 'NodeList', item: (object) => object.object('metadata').text('name') }
const node = (name: string) => ({ metadata: { name } })
const first = '/api/v1/nodes?limit=500'
const second = `${first}&continue=eyJ2IjoibWV0YSJ9%3D%3D`
const token = 'eyJ2IjoibWV0YSJ9=='
/** kube-apiserver 1.20.2, shortened: its etcd had been compacted between two pages (lab/services/kube/seed.live.test.ts). */
const expired = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'The provided continue parameter is too old to display a consistent list result.',
  reason: 'Expired',
  code: 410,
}

describe('a list', () => {
  test('is one question of at most 500 items', async () => {
    const { ask, asked } = fakeApi({ [first]: listOf('NodeList', [node('a'), node('b')]) })
    expect(await listAll(ask, on, names)).toEqual(['a', 'b'])
    expect(asked).toEqual(['mgmt GET /api/v1/nodes?limit=500'])
  })

  test('that is empty is an answer', async () => {
    expect(await listAll(fakeApi({ [first]: listOf('NodeList', []) }).ask, on, names)).toEqual([])
  })

  test('with a query of its own is asked with both', async () => {
    const path = '/api/v1/pods?fieldSelector=status.phase%3DPending'
    const { ask, asked } = fakeApi({ [`${path}&limit=500`]: listOf('PodList', []) })
    await listAll(ask, on, { ...names, path, kind: 'PodList' })
    expect(asked).toEqual(['mgmt GET /api/v1/pods?fieldSelector=status.phase%3DPending&limit=500'])
  })

  test('goes on to the last page', async () => {
    const { ask, asked } = fakeApi({ [first]: listOf('NodeList', [node('a')], token), [second]: listOf('NodeList', [node('b')]) })
    expect(await listAll(ask, on, names)).toEqual(['a', 'b'])
    expect(asked).toHaveLength(2)
  })

  test('whose pages expire half-way is asked again, once', async () => {
    const pages = { [first]: listOf('NodeList', [node('a')], token), [second]: [body(410, expired), listOf('NodeList', [node('b')])] }
    const { ask, asked } = fakeApi({ ...pages, [first]: [pages[first], pages[first]] })
    expect(await listAll(ask, on, names)).toEqual(['a', 'b'])
    expect(asked).toHaveLength(4)
  })
})

describe('a list of a kind that the API may lack', () => {
  test('is undefined when the API does not serve the kind', async () => {
    expect(await listIfServed(fakeApi({}).ask, on, names)).toBeUndefined()
  })

  test('may be empty, which is another answer', async () => {
    expect(await listIfServed(fakeApi({ [first]: [listOf('NodeList', []), listOf('NodeList', [])] }).ask, on, names)).toEqual([])
  })

  test('cannot be seen when something else answers 404', async () => {
    const other = fakeApi({ [first]: [body(404, 'Not Found\n'), body(404, 'Not Found\n')] })
    await expect(listIfServed(other.ask, on, names)).rejects.toThrow('nothing at GET /api/v1/nodes (404)')
  })
})

describe('a list could not be seen', () => {
  test.each([
    [
      'its pages expire again',
      { [first]: Array(2).fill(listOf('NodeList', [], token)), [second]: Array(2).fill(body(410, expired)) },
      'what GET /api/v1/nodes asked for is gone (410): The provided continue parameter is too old to display a consistent list result.: ask again',
    ],
    [
      'a page names itself as the next',
      { [first]: listOf('NodeList', [], token), [second]: listOf('NodeList', [], token) },
      'GET /api/v1/nodes never reaches a last page: the server does not page like the Kubernetes API',
    ],
    [
      'the token of its next page is not text',
      { [first]: listOf('NodeList', [], '\ud800') },
      `mgmt GET ${first}: metadata.continue holds a lone UTF-16 surrogate, so it cannot be sent back`,
    ],
    ['it is another list', { [first]: listOf('PodList', []) }, `mgmt GET ${first}: kind: wanted NodeList, got "PodList"`],
    ['it is an empty object', { [first]: {} }, `mgmt GET ${first}: kind: wanted a text, got nothing`],
    [
      'it has no items',
      { [first]: { kind: 'NodeList', metadata: { resourceVersion: '1' } } },
      `mgmt GET ${first}: items: wanted a list, got nothing`,
    ],
    [
      'its items are null',
      { [first]: { kind: 'NodeList', metadata: { resourceVersion: '1' }, items: null } },
      `mgmt GET ${first}: items: wanted a list, got nothing`,
    ],
    [
      'it has no version',
      { [first]: { kind: 'NodeList', metadata: {}, items: [] } },
      `mgmt GET ${first}: metadata.resourceVersion: wanted a text, got nothing`,
    ],
    [
      'an item is not an object',
      { [first]: listOf('NodeList', [node('a'), 'b']) },
      `mgmt GET ${first}: items[1]: wanted an object, got "b"`,
    ],
    [
      'an item is of another shape',
      { [first]: listOf('NodeList', [{}]) },
      `mgmt GET ${first}: items[0].metadata: wanted an object, got nothing`,
    ],
    ['the path does not exist', {}, 'the management cluster has nothing at GET /api/v1/nodes (404): 404 page not found'],
    [
      'we may not',
      { [first]: body(403, { message: 'nodes is forbidden: User "gates" cannot list resource "nodes"' }) },
      'the management cluster knows us but does not let us GET /api/v1/nodes: nodes is forbidden: User "gates" cannot list resource "nodes"',
    ],
    [
      'it is busy',
      { [first]: { ...body(429, 'Too many requests'), headers: { 'retry-after': '2' } } },
      'the management cluster is too busy for GET /api/v1/nodes (429), it asks to wait 2 s: Too many requests',
    ],
    ['it fails', { [first]: body(500, '') }, 'the management cluster could not answer GET /api/v1/nodes (500)'],
    [
      'a later page fails',
      { [first]: listOf('NodeList', [], token), [second]: body(503, '') },
      'the management cluster could not answer GET /api/v1/nodes (503)',
    ],
  ])('when %s', async (_, answers, message) => {
    await expect(listAll(fakeApi(answers).ask, on, names)).rejects.toMatchObject({ name: 'CouldNotLook', message })
  })

  test('of a workload cluster, which is named', async () => {
    const refused = listAll(fakeApi({ [first]: body(401, { message: 'Unauthorized' }) }).ask, { name: 'workload/demo' }, names)
    await expect(refused).rejects.toMatchObject({
      key: 'kube credential workload/demo',
      message:
        'the workload cluster demo did not accept our credential (GET /api/v1/nodes was answered 401: Unauthorized): it is expired or was revoked',
      remedy: 'openstack coe cluster config demo --dir FRESH-FOLDER',
    })
  })
})
