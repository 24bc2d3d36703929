/** A command line is for every account of its machine to read. The machines only count: a key must not travel because it was looked for. */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('vault-keys-off-argv').extend('sweep', { scope: 'file' }, async ({ vault, units }) => vault.commandLines(units))

test.saw('every vault unit and the jumphost answered', ({ sweep, units }) => {
  expect(units.length, 'no unit runs vault').toBeGreaterThan(0)
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.units.length} machines did not tell`).toEqual([])
})

test.saw('their command lines can be read from this account', ({ sweep }) => {
  const blind = sweep.seen
    .filter(({ readable }) => readable === 0)
    .map(({ unit }) => ({ at: unit, saw: 'hides the processes of others (hidepid)' }))
  expect(blind, `${blind.length} of ${sweep.seen.length} machines do not show what runs on them`).toEqual([])
})

test('no unseal key is on a command line', ({ sweep }) => {
  const exposed = sweep.seen
    .filter(({ withKey }) => withKey > 0)
    .map(({ unit, withKey }) => ({ at: unit, saw: `${withKey} running "vault operator unseal" with a key behind it` }))
  expect(exposed, `${exposed.length} of ${sweep.seen.length} machines show an unseal key`).toEqual([])
})
