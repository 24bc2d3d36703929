import { describe, expect, test } from 'vitest'
import type { Site } from '../../phase/site.ts'
import { CouldNotLook } from '../../transport/could-not-look.ts'
import { createCloud } from './index.ts'

const pin = (id: string) => ({ id, pinnedAt: '2026-11-01T10:00:00Z' })
const pinned = { juju: pin('j1'), keystone: pin('k1'), kubernetes: pin('n1') }
const mgmt = { kubeconfig: '/k' } as NonNullable<Site['mgmt']>
const says = (what: string | Error) => async () => {
  if (what instanceof Error) throw what
  return what
}
const cloud = ([juju, keystone, kubernetes]: readonly (string | Error)[], site: Pick<Site, 'mgmt' | 'pinned'> = { mgmt, pinned }) =>
  createCloud(
    {
      juju: { modelUuid: says(juju ?? '') },
      openstack: { adminDomainId: says(keystone ?? '') },
      kube: { clusterUid: says(kubernetes ?? '') },
    },
    site,
  )
const blocked = (message: string, by?: string) => Object.assign(new Error(message), { name: 'Blocked', by })
const refused = new CouldNotLook('unreachable', 'kube mgmt', 'refused the connection')

describe('a cloud', () => {
  test('is the pinned one when every part is', async () => {
    expect(await cloud(['j1', 'k1', 'n1']).compared()).toEqual({ asked: 3, silent: [], notes: [] })
  })

  test.each([
    ['of all', ['j2', 'k2', 'n2'], 'Keystone admin domain is k2, but k1 was pinned on 2026-11-01; kube-system of'],
    ['of all that answer', ['j2', 'k2', refused], 'Keystone admin domain is k2, but k1 was pinned on 2026-11-01'],
    ['of the only one that answers', [refused, 'k2', refused], ': Keystone admin domain is k2'],
  ])('is another when the id %s differs: one cause', async (_, answers, words) => {
    await expect(cloud(answers).compared()).rejects.toMatchObject({
      name: 'CouldNotLook',
      key: 'cloud',
      message: expect.stringMatching(/^the cloud that answers is not the pinned one: /),
      remedy: 'bin/gates trust --cloud',
    })
    await expect(cloud(answers).compared()).rejects.toThrow(words)
  })

  test('is two when one part matches and another does not, and both are named', async () => {
    await expect(cloud(['j1', 'k2', refused]).compared()).rejects.toMatchObject({
      key: 'cloud',
      message: 'parts of two clouds answer: Juju model is j1, as pinned; Keystone admin domain is k2, but k1 was pinned on 2026-11-01',
    })
  })

  test('of which a pinned part is silent is not all seen', async () => {
    expect(await cloud(['j1', 'k1', refused]).compared()).toEqual({
      asked: 3,
      silent: [{ at: 'kube-system of the management cluster', saw: 'refused the connection' }],
      notes: [],
    })
  })

  test('of which a part is held back is compared by the rest, with a note only where a gate has a reason', async () => {
    expect(await cloud(['j1', blocked('blocked by keystone-answers', 'keystone-answers'), blocked('not selected')]).compared()).toEqual({
      asked: 1,
      silent: [],
      notes: ['Keystone admin domain is not compared: blocked by keystone-answers'],
    })
    const all = blocked('blocked by juju-login-fresh', 'juju-login-fresh')
    await expect(cloud([all, all, all]).compared()).rejects.toBe(all)
  })

  test('of which nothing is pinned is not asked, and that is a note', async () => {
    const todo = 'pin what answers with bin/gates trust --cloud'
    const never = new Error('must not be asked')
    expect((await cloud([never, never, never], {}).compared()).notes).toEqual([
      `nothing of this cloud is pinned, so another cloud in its place is not noticed: ${todo}`,
    ])
    expect(await cloud(['j1', never, never], { mgmt, pinned: { juju: pin('j1') } }).compared()).toEqual({
      asked: 1,
      silent: [],
      notes: [`not pinned yet: Keystone admin domain, kube-system of the management cluster; ${todo}`],
    })
  })

  test('has no management cluster where the site names none, or says that it is stopped', async () => {
    const never = new Error('must not be asked')
    const parked = { ...mgmt, parked: { reason: 'upgrade', since: '2026-11-01' } }
    expect(await cloud(['j1', 'k1', never], { pinned }).compared()).toMatchObject({ asked: 2, notes: [] })
    expect(await cloud(['j1', 'k1', never], { pinned, mgmt: parked }).compared()).toMatchObject({ asked: 2, notes: [] })
    expect((await cloud(['j1', 'k1', never], {}).parts()).map(({ part }) => part)).toEqual(['juju', 'keystone'])
  })

  test('has a bug of ours in it for what is neither', async () => {
    await expect(cloud(['j1', new TypeError('x'), 'n1']).compared()).rejects.toThrow(TypeError)
  })
})
