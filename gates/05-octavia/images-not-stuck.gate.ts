/**
 * When the fetch of an import fails, Glance sets the image back to queued. The failure shows in the age of an image that is not active, and in the
 * list of stores that the import did not reach.
 */
import { ageOf, aheadOf, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How long an image may take to arrive. */
  minutes: z.number().nonnegative(),
})

const test = gate('images-not-stuck', want).extend('images', { scope: 'file' }, async ({ glance, now }) =>
  (await glance.images()).map((image) => ({
    ...image,
    ...ageOf(image.updated, now),
    at: `${image.name || 'without a name'} ${image.id}`,
    fix: `openstack image show ${image.id}`,
  })),
)

test.saw('Glance has images', ({ images }) => some(images, 'Glance lists no image at all'))

test.saw('every image is in a state that Glance is known to report', ({ images }) => {
  const unheard = images.filter(({ state }) => state.is === 'unheard').map(({ at, state }) => ({ at, saw: `${state.word}` }))
  return none(unheard, of(images, 'image'), 'is in a state that no known release of Glance reports')
})

test.saw('no unfinished image was last changed at a time that is still to come', ({ images }) => {
  const ahead = images.filter(({ state, isAhead }) => state.is === 'waiting' && isAhead)
  return none(
    ahead.map((one) => ({ at: one.at, saw: `${one.state.word}, ${aheadOf('Glance', one)}` })),
    of(images, 'image'),
    'was changed in the future',
  )
})

test('no image is stuck in its upload or import', ({ images, want }) => {
  const stuck = images.flatMap(({ at, state, minutes, failedStores, isSwitchedOff, isGoing, isEmpty, isImporting, fix }) => {
    if (isEmpty) return [{ at, saw: `is ${state.word} and holds 0 bytes: what was uploaded was empty`, fix }]
    if (state.is === 'bad') return isSwitchedOff || isGoing ? [] : [{ at, saw: `${state.word}: its upload broke off`, fix }]
    if (state.is !== 'waiting') return []
    if (failedStores.length > 0 && !isImporting)
      return [{ at, saw: `is ${state.word}, and its import into ${failedStores.join(', ')} failed`, fix }]
    return minutes <= want.minutes ? [] : [{ at, saw: `has been ${state.word} for ${minutes} min, ${want.minutes} are allowed`, fix }]
  })
  return none(stuck, of(images, 'image'), 'is stuck', { notes: images.filter(({ isSwitchedOff }) => isSwitchedOff).map(switchedOff) })
})

test.advises('every image is in every store it was imported into', ({ images, want }) => {
  const active = images.filter(({ state }) => state.is === 'good')
  const partial = active
    .filter(({ failedStores }) => failedStores.length > 0)
    .map(({ at, failedStores, fix }) => ({ at, saw: `is active, but its import into ${failedStores.join(', ')} failed`, fix }))
  const hanging = active
    .filter(({ storesToCome, minutes }) => storesToCome.length > 0 && minutes > want.minutes)
    .map(({ at, storesToCome, minutes, fix }) => ({
      at,
      saw: `is active, but its copy into ${storesToCome.join(', ')} has not ended after ${minutes} min`,
      fix,
    }))
  return none([...partial, ...hanging], of(images, 'image'), 'is missing in a store')
})

function switchedOff({ at }: { readonly at: string }): string {
  return `${at} is deactivated: nobody can boot from it`
}
