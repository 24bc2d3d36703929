/** Juju cannot see haproxy's own verdict: a unit can be active and idle with a server DOWN behind it. So every haproxy is asked itself. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('haproxy-zero-down').extend('sweep', { scope: 'file' }, async ({ haproxy, units }) => haproxy.sweep(units))

test.saw('there are units that run haproxy', ({ sweep }) => {
  expect(sweep.units.length, 'no unit of this model runs haproxy').toBeGreaterThan(0)
})

test.saw('every unit that runs haproxy answered', ({ sweep }) => {
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.units.length} units did not tell`).toEqual([])
})

test.saw('a health check has spoken for every server', ({ sweep }) => {
  const unproven = sweep.servers
    .filter((one) => one.state === 'unproven')
    .map((one) => ({ at: one.unit, saw: `${one.backend}/${one.server} ${one.status} ${one.lastCheck}`.trim() }))
  expect(unproven, `${unproven.length} of ${sweep.servers.length} servers have not been checked`).toEqual([])
})

test('no server is DOWN', ({ sweep }) => {
  const down = sweep.servers
    .filter((one) => one.state === 'down')
    .map((one) => ({ at: one.unit, saw: `${one.backend}/${one.server} ${one.status}${one.lastCheck === '' ? '' : `, ${one.lastCheck}`}` }))
  expect(down, `${down.length} of ${sweep.servers.length} servers are DOWN`).toEqual([])
})
