/** A running haproxy keeps the configuration that it read at its start. So a mistake in the file shows only at the next reload or reboot. */
import { answered, gate, none, of } from 'openstack-gates/gate'

const test = gate('haproxy-config-valid').extend('sweep', { scope: 'file' }, async ({ haproxy, units }) => haproxy.checks(units))

test.saw('every unit that runs haproxy checked its configuration', ({ sweep: { units, silent } }) =>
  answered({ asked: units, silent }, 'unit', 'no unit of this model runs haproxy'),
)

test('every configuration is valid', ({ sweep: { seen } }) => {
  const invalid = seen.filter((one) => !one.isValid)
  const alerts = invalid.flatMap(({ unit, alerts }) => alerts.map((saw) => ({ at: unit, saw })))
  return none(alerts, of(seen, 'configuration'), 'is not valid', { count: invalid.length })
})
