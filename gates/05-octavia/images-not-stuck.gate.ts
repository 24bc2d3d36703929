/** Glance accepts an import before it has tried to fetch anything, and keeps no error: only the age of what is not active tells that it failed. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  /** How long an image may take to arrive. */
  readonly minutes: number
}

const test = gate<Want>('images-not-stuck').extend('images', { scope: 'file' }, async ({ glance }) => glance.images())

test.saw('Glance has images', ({ images }) => {
  expect(images.length, 'Glance lists no image at all').toBeGreaterThan(0)
})

test('no image is stuck on its way in', ({ images, want, now }) => {
  const stuck = images.flatMap(({ id, name, status, updated }) => {
    const minutes = Math.floor((now.getTime() - updated.getTime()) / 60_000)
    const isOnItsWay = ['queued', 'saving', 'uploading', 'importing'].includes(status)
    if (status !== 'killed' && (!isOnItsWay || minutes <= want.minutes)) return []
    const saw = status === 'killed' ? 'its upload broke off' : `has been ${status} for ${minutes} min, ${want.minutes} are allowed`
    return [{ at: `${name || 'without a name'} ${id}`, saw, fix: `openstack image show ${id}` }]
  })
  expect(stuck, `${stuck.length} of ${images.length} images are stuck`).toEqual([])
})
