/**
 * A setting takes effect when nova-compute has restarted with it and has reported it to Placement. The scheduler goes by Placement, so both
 * the charm's setting and Placement are asked.
 */
import { all, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  memoryMB: z.int().positive(),
  charm: z.string(),
  setting: z.string(),
})

const test = gate('reserved-memory-effective', want)
  .extend('settings', { scope: 'file' }, async ({ juju, want }) => {
    const applications = (await juju.status()).applications.filter(({ charm }) => charm === want.charm)
    const all = await Promise.all(applications.map(async ({ name }) => ({ application: name, config: await juju.config(name) })))
    // A nova-compute with virt-type ironic only reports Ironic's machines to nova. No guest runs on its own machine.
    const withGuests = all.filter(({ config }) => config.get('virt-type')?.value !== 'ironic')
    return withGuests.map(({ application, config }) => ({ application, memoryMB: config.get(want.setting)?.value }))
  })
  .extend('hosts', { scope: 'file' }, async ({ nova }) =>
    (await nova.hosts()).map(({ hypervisor: { name }, inventories }) => ({ name, reserved: inventories?.get('MEMORY_MB')?.reserved })),
  )

test.saw('the charm’s setting can be read', ({ settings, want }) => {
  const unset = settings
    .filter(({ memoryMB }) => typeof memoryMB !== 'number')
    .map(({ application }) => ({ at: application, saw: `has no number as ${want.setting}` }))
  return all(some(settings, `this model has no application of ${want.charm}`), none(unset, of(settings, 'setting'), 'is not a number'))
})

test('the charm is set to keep enough', ({ settings, want, site }) => {
  const low = settings
    .filter(({ memoryMB }) => typeof memoryMB === 'number' && memoryMB < want.memoryMB)
    .map(({ application, memoryMB }) => ({
      at: application,
      saw: `keeps ${memoryMB} MB, wanted ${want.memoryMB}`,
      fix: `juju config -m ${site.juju.model} ${application} ${want.setting}=${want.memoryMB}`,
    }))
  return none(low, of(settings, 'setting'), 'is too low')
})

test.saw('Placement has the memory of every hypervisor', ({ hosts }) => {
  const unknown = hosts
    .filter(({ reserved }) => reserved === undefined)
    .map(({ name }) => ({ at: name, saw: 'Placement has no memory of it' }))
  return all(some(hosts, 'nova lists no hypervisor'), none(unknown, of(hosts, 'hypervisor'), 'is unknown to Placement'))
})

test('Placement keeps enough on every hypervisor', ({ hosts, want }) => {
  const low = hosts
    .filter(({ reserved }) => reserved !== undefined && reserved < want.memoryMB)
    .map(({ name, reserved }) => ({ at: name, saw: `keeps ${reserved} MB, wanted ${want.memoryMB}` }))
  return none(low, of(hosts, 'hypervisor'), 'gives away memory that the host needs')
})
