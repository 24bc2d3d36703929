/**
 * A site that says parked has many gates skipped. When the server runs all the same, nobody looks at a cluster that is in use: worth a
 * warning, and not the business of the gate that asks whether it runs.
 */
import { expect, gate, notApplicable } from 'openstack-gates/gate'

const test = gate('mgmt-parked-as-declared').extend('mgmt', { scope: 'file' }, async ({ nova, site }) => {
  const mgmt = await nova.mgmtServer()
  const isDown = mgmt.servers.some(({ status }) => status !== 'ACTIVE')
  if (!site.mgmt?.parked && isDown) throw notApplicable('it is not declared parked: mgmt-server-active says what is wrong')
  return mgmt
})

test.saw('nova tells of the management server', ({ mgmt }) => {
  expect(mgmt.servers.length, `of ${mgmt.seen} servers none is ${mgmt.name} of project ${mgmt.project}`).toBeGreaterThan(0)
})

test('it does not run while it is declared parked', ({ mgmt, site }) => {
  const parked = site.mgmt?.parked
  const saw = `is ACTIVE, and the site file says parked since ${parked?.since}: ${parked?.reason}`
  const running = parked ? mgmt.servers.filter(({ status }) => status === 'ACTIVE').map(({ name }) => ({ at: name, saw })) : []
  expect(running, 'it runs, and the gates that need it are skipped').toEqual([])
})
