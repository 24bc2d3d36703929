/** pip of whoever logs in may install for another Python than the one that runs the conductor. So the conductor's own is asked, and what it has installed. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly version: string
}

const test = gate<Want>('driver-pinned').extend('seen', { scope: 'file' }, async ({ magnum, units }) => magnum.driversOf(units))

test.saw('every conductor runs, and its Python answered', ({ seen }) => {
  expect(seen.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect(seen.silent, `${seen.silent.length} of ${seen.units.length} units did not tell`).toEqual([])
})

test('the driver is installed in the wanted version', ({ seen, want }) => {
  const foreign = seen.seen
    .filter(({ driver }) => driver.version !== want.version)
    .map(({ unit, driver }) => ({
      at: unit,
      saw: `${driver.python} has ${driver.version === undefined ? 'no magnum-capi-helm' : `magnum-capi-helm ${driver.version}`}`,
    }))
  expect(foreign, `${foreign.length} of ${seen.seen.length} conductors do not have magnum-capi-helm ${want.version}`).toEqual([])
})
