/**
 * The gate asks the Python that runs the conductor which version of the driver it has. The pip of a login account may belong to another Python.
 */
import { answered, gate, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({ version: z.string() })

const test = gate('driver-pinned', want).extend('seen', { scope: 'file' }, async ({ magnum, units }) => magnum.driversOf(units))

test.saw('every conductor runs, and its Python answered', ({ seen }) =>
  answered({ asked: seen.units, silent: seen.silent }, 'unit', 'no unit runs magnum'),
)

test('the driver is installed in the wanted version', ({ seen, want }) => {
  const foreign = seen.seen
    .filter(({ driver }) => driver.version !== want.version)
    .map(({ unit, driver }) => ({
      at: unit,
      saw:
        driver.version === undefined
          ? `${driver.python} does not have magnum-capi-helm`
          : `${driver.python} has magnum-capi-helm ${driver.version}`,
    }))
  return none(foreign, of(seen.seen, 'conductor'), `does not have magnum-capi-helm ${want.version}`)
})
