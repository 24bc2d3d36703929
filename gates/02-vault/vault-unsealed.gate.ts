/** A restarted vault is sealed again and the charm may still look settled. So every unit's own vault is asked, not the VIP and not Juju. */
import { answered, gate, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  storage: z.string(),
  haEnabled: z.boolean(),
})

const test = gate('vault-unsealed', want).extend('sweep', { scope: 'file' }, async ({ vault, units }) => vault.statuses(units))

test.saw('every vault unit answered', ({ sweep: { units, silent } }) => answered({ asked: units, silent }, 'unit', 'no unit runs vault'))

test.saw('every unsealed vault reports its storage type and whether HA is enabled', ({ sweep }) => {
  const mute = sweep.seen
    .filter(({ status }) => status.runs && !status.sealed && (status.storage === undefined || status.haEnabled === undefined))
    .map(({ unit }) => ({
      at: unit,
      saw: 'the vault command on this unit is too old to report its storage type and whether HA is enabled',
    }))
  return none(mute, of(sweep.seen, 'vault'), 'does not report them')
})

test('every vault runs, is initialized and unsealed', ({ sweep, site }) => {
  const closed = sweep.seen.flatMap(({ unit, status }) => {
    const ssh = `juju ssh -m ${site.juju.model} ${unit}`
    const at = (saw: string, command = 'status') => [
      { at: unit, saw, fix: `${ssh} env VAULT_ADDR=http://127.0.0.1:${site.vault.port} vault ${command}` },
    ]
    const silence = `no vault listens on 127.0.0.1:${site.vault.port}`
    if (!status.runs)
      return [
        { at: unit, saw: status.error ? `vault answers with an error: ${status.error}` : silence, fix: `${ssh} systemctl status vault` },
      ]
    if (!status.initialized) return at('not initialized')
    return status.sealed ? at(`sealed: ${status.progress} unseal keys given`, 'operator unseal') : []
  })
  return none(closed, of(sweep.seen, 'vault'), 'is not open')
})

test('one of several vaults serves, and the others know which', ({ sweep, site }) => {
  const several = sweep.seen.flatMap(({ unit, status }) =>
    status.runs && !status.sealed && status.haEnabled === true ? [{ unit, ...status }] : [],
  )
  const active = several.filter(({ isActive }) => isActive).map(({ unit }) => unit)
  const fix = `juju status -m ${site.juju.model} vault`
  const lost = several
    .filter(({ knowsActive }) => !knowsActive)
    .map(({ unit }) => ({ at: unit, saw: 'knows of no active vault, so it answers no request', fix }))
  const alone = sweep.silent.length === 0 && several.length > 0 && active.length === 0 && lost.length === 0
  const ghost = alone
    ? [{ at: several.map(({ unit }) => unit).join(', '), saw: 'each believes that another one is active, but none is', fix }]
    : []
  const twice = active.length > 1 ? [{ at: active.join(' and '), saw: 'each believes that it is the active one', fix }] : []
  return none([...lost, ...ghost, ...twice], of(several, 'vault of several', 'vaults of several'), 'has no active one to go by')
})

test('every vault keeps its data where it was meant to', ({ sweep, want }) => {
  const strange = sweep.seen
    .flatMap(({ unit, status }) => (status.runs && status.storage !== undefined ? [{ unit, storage: status.storage }] : []))
    .filter(({ storage }) => storage !== want.storage)
    .map(({ unit, storage }) => ({ at: unit, saw: `stores in ${storage}` }))
  return none(strange, of(sweep.seen, 'vault'), `does not store in ${want.storage}`)
})

test('high availability is as it was planned', ({ sweep, want }) => {
  const otherwise = sweep.seen
    .filter(({ status }) => status.runs && !status.sealed && status.haEnabled !== undefined && status.haEnabled !== want.haEnabled)
    .map(({ unit }) => ({ at: unit, saw: `HA Enabled is ${!want.haEnabled}` }))
  return none(otherwise, of(sweep.seen, 'vault'), 'is not as planned')
})
