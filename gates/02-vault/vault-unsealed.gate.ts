/** A restarted vault is sealed again and the charm may still look settled. So every unit's own vault is asked, not the VIP and not Juju. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly storage: string
  readonly haEnabled: boolean
}

const test = gate<Want>('vault-unsealed').extend('sweep', { scope: 'file' }, async ({ vault, units }) => vault.statuses(units))

test.saw('every vault unit was asked', ({ sweep }) => {
  expect(sweep.units.length, 'no unit runs vault').toBeGreaterThan(0)
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.units.length} units did not tell`).toEqual([])
})

test.saw('every open vault tells its storage and whether it is one of several', ({ sweep }) => {
  const mute = sweep.seen
    .filter(({ status }) => status.runs && !status.sealed && (status.storage === undefined || status.haEnabled === undefined))
    .map(({ unit }) => ({ at: unit, saw: 'its vault command is too old to tell' }))
  expect(mute, `${mute.length} of ${sweep.seen.length} do not tell`).toEqual([])
})

test('every vault runs, is initialized and unsealed', ({ sweep, site }) => {
  const closed = sweep.seen.flatMap(({ unit, status }) => {
    const ssh = `juju ssh -m ${site.juju.model} ${unit}`
    const at = (saw: string, command = 'status') => [
      { at: unit, saw, fix: `${ssh} env VAULT_ADDR=http://127.0.0.1:${site.vault.port} vault ${command}` },
    ]
    if (!status.runs) return [{ at: unit, saw: `no vault listens on 127.0.0.1:${site.vault.port}`, fix: `${ssh} systemctl status vault` }]
    if (!status.initialized) return at('not initialized')
    return status.sealed ? at(`sealed: ${status.progress} unseal keys given`, 'operator unseal') : []
  })
  expect(closed, `${closed.length} of ${sweep.seen.length} vaults are not open`).toEqual([])
})

test('every vault keeps its data where it was meant to', ({ sweep, want }) => {
  const strange = sweep.seen
    .flatMap(({ unit, status }) => (status.runs && status.storage !== undefined ? [{ unit, storage: status.storage }] : []))
    .filter(({ storage }) => storage !== want.storage)
    .map(({ unit, storage }) => ({ at: unit, saw: `stores in ${storage}` }))
  expect(strange, `${strange.length} of ${sweep.seen.length} do not store in ${want.storage}`).toEqual([])
})

test('high availability is as it was planned', ({ sweep, want }) => {
  const otherwise = sweep.seen
    .filter(({ status }) => status.runs && !status.sealed && status.haEnabled !== undefined && status.haEnabled !== want.haEnabled)
    .map(({ unit }) => ({ at: unit, saw: `HA Enabled is ${!want.haEnabled}` }))
  expect(otherwise, `${otherwise.length} of ${sweep.seen.length} are not as planned`).toEqual([])
})
