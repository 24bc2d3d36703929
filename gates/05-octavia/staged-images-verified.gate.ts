/** This gate judges the staged file, not the image in Glance: after a conversion to raw, Glance's hash is not the hash of the file. */
import { gate, none, notApplicable, of } from 'openstack-gates/gate'

const test = gate('staged-images-verified').extend('staged', { scope: 'file' }, async ({ glance, site }) => {
  if (site.stagedImages.length === 0) throw notApplicable('the site file names no stagedImages')
  return glance.staged()
})

test.saw('every staged file is there, and its publisher lists it', ({ staged }) => {
  const blind = [
    ...staged.silent,
    ...staged.seen.flatMap(({ unit, manifest, published, sum }) => {
      if (!published) return [{ at: unit, saw: `${manifest} names no such file` }]
      return sum === undefined ? [{ at: unit, saw: 'there is no such file (any more)' }] : []
    }),
  ]
  return none(blind, of(staged.units, 'file'), 'was not compared')
})

test('every staged file is what its publisher published', ({ staged }) => {
  const differ = staged.seen
    .filter(({ published, sum }) => published && sum !== undefined && sum !== published.sum)
    .map(({ unit, manifest, published, sum }) => ({
      at: unit,
      saw: `its ${published?.algorithm} begins ${sum?.slice(0, 12)}, ${manifest} says ${published?.sum.slice(0, 12)}`,
    }))
  return none(differ, of(staged.units, 'file'), 'is not what was published')
})
