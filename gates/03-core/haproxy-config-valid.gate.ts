/** A haproxy goes on with what it once read, whatever became of the file. It comes out at the next reload or reboot: so the file is checked now. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('haproxy-config-valid').extend('sweep', { scope: 'file' }, async ({ haproxy, units }) => haproxy.checks(units))

test.saw('every unit that runs haproxy checked its configuration', ({ sweep }) => {
  expect(sweep.units.length, 'no unit of this model runs haproxy').toBeGreaterThan(0)
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.units.length} units did not tell`).toEqual([])
})

test('every configuration is valid', ({ sweep }) => {
  const invalid = sweep.seen.filter((one) => !one.isValid)
  const alerts = invalid.flatMap(({ unit, alerts }) => alerts.map((saw) => ({ at: unit, saw })))
  expect(alerts, `${invalid.length} of ${sweep.seen.length} configurations are not valid`).toEqual([])
})
