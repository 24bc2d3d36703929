/** The file is judged, not the image: Glance's own hash is of what it stored, and after the conversion to raw that is other bytes. */
import { expect, gate, notApplicable } from 'openstack-gates/gate'

const test = gate('staged-images-verified').extend('staged', { scope: 'file' }, async ({ glance, site }) => {
  if (site.stagedImages.length === 0) throw notApplicable('the site file names no stagedImages')
  return glance.staged()
})

test.saw('every staged file is there, and its publisher says something of it', ({ staged }) => {
  const blind = [
    ...staged.silent,
    ...staged.seen.flatMap(({ unit, manifest, published, sum }) => {
      if (!published) return [{ at: unit, saw: `${manifest} names no such file` }]
      return sum === undefined ? [{ at: unit, saw: 'there is no such file (any more)' }] : []
    }),
  ]
  expect(blind, `${blind.length} of ${staged.units.length} files could not be compared`).toEqual([])
})

test('every staged file is what its publisher published', ({ staged }) => {
  const differ = staged.seen
    .filter(({ published, sum }) => published && sum !== undefined && sum !== published.sum)
    .map(({ unit, manifest, published, sum }) => ({
      at: unit,
      saw: `its ${published?.algorithm} begins ${sum?.slice(0, 12)}, ${manifest} says ${published?.sum.slice(0, 12)}`,
    }))
  expect(differ, `${differ.length} of ${staged.units.length} files are not what was published`).toEqual([])
})
