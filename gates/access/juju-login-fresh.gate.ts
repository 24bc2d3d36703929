/**
 * This gate reports an expired login once, before the many gates that rely on Juju's answers. Only a real API call shows that the login has expired.
 */
import { gate, holds, some } from 'openstack-gates/gate'

const test = gate('juju-login-fresh').extend('status', { scope: 'file' }, async ({ juju }) => juju.status())

test.saw('the model has machines', ({ status }) => some(status.machines, `model ${status.model.name} has no machine: is it the right one?`))

test('Juju’s answer is about the model that the site file names', ({ status, juju }) =>
  holds(juju.isModelOfSite(status), `Juju answered for model ${status.model.name}`))
