import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daemonPid } from '../../host/daemon.ts'
import { lives } from '../../host/process.ts'
import { addressIn } from './api.ts'
import { startTestLab, type TestLab } from './test-lab.ts'
import { kubeDown, kubeUp } from './up.ts'

let lab: TestLab
beforeAll(async () => {
  lab = await startTestLab()
})
afterAll(() => lab.down())

describe('the management cluster of the lab', () => {
  test('keeps its credentials to their owner', () => {
    const readable = ['kubeconfig.yaml', 'tokens.csv', 'pki/ca.key', 'pki/admin.key', 'pki/sa.key'].map((name) =>
      (statSync(join(lab.dir, name)).mode & 0o777).toString(8),
    )
    expect(readable).toEqual(Array(5).fill('600'))
  })

  test('is left alone when it answers already', async () => {
    const before = pids(lab.dir)
    await kubeUp(lab.dir, { address: addressIn(lab.dir) })
    expect(pids(lab.dir)).toEqual(before)
  })

  test('does not start on an address that is taken', async () => {
    const other = `${lab.dir}-other`
    await expect(kubeUp(other, { address: addressIn(lab.dir) })).rejects.toThrow(`${addressIn(lab.dir)}:2379 is taken`)
    expect(existsSync(other)).toBe(false)
  })

  test('lets the gates’ user run a pod in the probe’s namespace only', async () => {
    const review = async (namespace: string, verb: string) => {
      const spec = { user: 'openstack-gates', resourceAttributes: { namespace, verb, resource: 'pods' } }
      const { body } = await lab.api.send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec,
      })
      return body.status.allowed
    }
    expect([
      await review('default', 'create'),
      await review('kube-system', 'create'),
      await review('kube-system', 'list'),
      await review('default', 'update'),
    ]).toEqual([true, false, true, false])
  })

  test('is taken down to the last process and file, and taking it down again is safe', async () => {
    const before = pids(lab.dir)
    expect(before.filter(lives)).toHaveLength(2)
    await kubeDown(lab.dir)
    expect(before.filter(lives)).toEqual([])
    expect(existsSync(lab.dir)).toBe(false)
    await kubeDown(lab.dir)
  })
})

function pids(dir: string): number[] {
  return ['etcd', 'kube-apiserver'].flatMap((name) => daemonPid(dir, name) ?? [])
}
