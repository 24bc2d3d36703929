/** Any format boots. Only a raw image can be cloned by Ceph instead of being copied and converted for every server. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly format: string
  /** What is no disk, and need not be. */
  readonly noDisks: readonly string[]
}

const test = gate<Want>('seeded-images-raw').extend('images', { scope: 'file' }, async ({ glance, want }) =>
  (await glance.images()).filter(({ status, diskFormat }) => status === 'active' && !want.noDisks.includes(diskFormat ?? '')),
)

test.saw('Glance has active images', ({ images }) => {
  expect(images.length, 'Glance lists no active image of a disk').toBeGreaterThan(0)
})

test('every image is stored in the wanted format', ({ images, want }) => {
  const others = images
    .filter(({ diskFormat }) => diskFormat !== want.format)
    .map(({ id, name, diskFormat }) => ({ at: name || id, saw: `is stored as ${diskFormat ?? 'nobody knows what'}` }))
  expect(others, `${others.length} of ${images.length} images are not ${want.format}`).toEqual([])
})
