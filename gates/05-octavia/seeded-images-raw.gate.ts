/** Any format boots. Only a raw image can be cloned by Ceph instead of being copied and converted for every server. */
import { gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  format: z.string(),
  /** Disk formats of images that hold no disk, such as `iso`. Such an image need not be raw. */
  noDisks: z.array(z.string()),
})

const test = gate('seeded-images-raw', want)
  .extend('all', { scope: 'file' }, async ({ glance }) => glance.images())
  .extend('disks', { scope: 'file' }, ({ all, want }) =>
    // An image that only names snapshots of volumes has no disk and no format of its own.
    all.filter(({ state, diskFormat, isOfVolumes }) => state.is === 'good' && !isOfVolumes && !want.noDisks.includes(diskFormat ?? '')),
  )

test.saw('every image is in a state that Glance is known to report', ({ all }) => {
  const unheard = all.filter(({ state }) => state.is === 'unheard').map(({ id, name, state }) => ({ at: name || id, saw: `${state.word}` }))
  return none(unheard, of(all, 'image'), 'is in a state that no known release of Glance reports')
})

test.saw('Glance has active images', ({ disks }) => some(disks, 'Glance lists no active disk image'))

test('every image is stored in the wanted format', ({ disks, want }) => {
  const others = disks
    .filter(({ diskFormat }) => diskFormat !== want.format)
    .map(({ id, name, diskFormat }) => ({
      at: name || id,
      saw: diskFormat === undefined ? 'has no disk_format' : `is stored as ${diskFormat}`,
      fix: `openstack image show ${id}`,
    }))
  return none(others, of(disks, 'image'), `is not ${want.format}`)
})
