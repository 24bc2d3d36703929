/** A dozen gates stand on Juju's answers. An expired login is one cause, to be told once and before all of them; only a real API call notices it. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('juju-login-fresh').extend('status', { scope: 'file' }, async ({ juju }) => juju.status())

test.saw('the model has machines', ({ status }) => {
  expect(status.machines.length, `model ${status.model.name} has no machine: is it the right one?`).toBeGreaterThan(0)
})

test('the controller answers for the model of this site', ({ status, site }) => {
  expect(status.model.name, `Juju answered for model ${status.model.name}`).toBe(site.juju.model)
})
