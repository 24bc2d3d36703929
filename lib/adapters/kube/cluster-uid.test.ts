import { expect, test } from 'vitest'
import { refuseWrites } from '../../transport/guard.ts'
import { clusterUid } from './cluster-uid.ts'
import { body, fakeApi } from './fake-api.ts'

const path = '/api/v1/namespaces/kube-system'
const mgmt = { name: 'mgmt' }
const uidIn = (answer: unknown) => clusterUid(fakeApi({ [path]: answer }).ask, mgmt)
const metadata = { name: 'kube-system', uid: '3b0f5a0e-6a35-4a8c-9d21-5b1f7f0a9c44' }

test('a cluster is told by its namespace kube-system, which the guard lets through', async () => {
  expect(await uidIn({ kind: 'Namespace', metadata })).toBe('3b0f5a0e-6a35-4a8c-9d21-5b1f7f0a9c44')
  expect(() => refuseWrites({ kind: 'get', on: mgmt, path })).not.toThrow()
})

test.each([
  ['of another namespace', { metadata: { ...metadata, name: 'default' } }, `GET ${path}: is about "default"`],
  ['without an id', { metadata: { name: 'kube-system' } }, `GET ${path}: metadata.uid: wanted a text, got nothing`],
  ['with an odd id', { metadata: { ...metadata, uid: '../x' } }, `GET ${path} names "../x", which is not a UUID`],
  ['that is empty', body(200, ''), `GET ${path} was answered with nothing at all (200, empty body)`],
])('an answer %s is not understood', async (_, answer, message) => {
  await expect(uidIn(answer)).rejects.toMatchObject({ name: 'CouldNotLook', kind: 'not-understood', message })
})
