/** A setting takes effect when nova-compute has been restarted with it and has told Placement. What the scheduler goes by is in Placement, so both are asked. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly memoryMB: number
  readonly charm: string
  readonly setting: string
}

const test = gate<Want>('reserved-memory-effective')
  .extend('settings', { scope: 'file' }, async ({ juju, want }) => {
    const applications = (await juju.status()).applications.filter(({ charm }) => charm === want.charm)
    return Promise.all(
      applications.map(async ({ name }) => ({ application: name, memoryMB: (await juju.config(name)).get(want.setting)?.value })),
    )
  })
  .extend('hosts', { scope: 'file' }, async ({ nova }) =>
    (await nova.hosts()).map(({ name, inventories }) => ({ name, reserved: inventories?.get('MEMORY_MB')?.reserved })),
  )

test.saw('the charm tells what it is set to', ({ settings, want }) => {
  const untold = settings
    .filter(({ memoryMB }) => typeof memoryMB !== 'number')
    .map(({ application }) => ({ at: application, saw: `has no number as ${want.setting}` }))
  expect(settings.length, `this model has no application of ${want.charm}`).toBeGreaterThan(0)
  expect(untold, `${untold.length} of ${settings.length} settings are not known`).toEqual([])
})

test('the charm is set to keep enough', ({ settings, want, site }) => {
  const low = settings
    .filter(({ memoryMB }) => typeof memoryMB === 'number' && memoryMB < want.memoryMB)
    .map(({ application, memoryMB }) => ({
      at: application,
      saw: `keeps ${memoryMB} MB, wanted ${want.memoryMB}`,
      fix: `juju config -m ${site.juju.model} ${application} ${want.setting}=${want.memoryMB}`,
    }))
  expect(low, `${low.length} of ${settings.length} settings are too low`).toEqual([])
})

test.saw('Placement tells the memory of every hypervisor', ({ hosts }) => {
  const untold = hosts
    .filter(({ reserved }) => reserved === undefined)
    .map(({ name }) => ({ at: name, saw: 'Placement has no memory of it' }))
  expect(hosts.length, 'nova lists no hypervisor').toBeGreaterThan(0)
  expect(untold, `${untold.length} of ${hosts.length} hypervisors are unknown to Placement`).toEqual([])
})

test('Placement keeps enough on every hypervisor', ({ hosts, want }) => {
  const low = hosts
    .filter(({ reserved }) => reserved !== undefined && reserved < want.memoryMB)
    .map(({ name, reserved }) => ({ at: name, saw: `keeps ${reserved} MB, wanted ${want.memoryMB}` }))
  expect(low, `${low.length} of ${hosts.length} hypervisors give away memory that the host needs`).toEqual([])
})
