/**
 * Every account of a machine can read the command lines there. The machines report only a count, so that no key leaves a machine because of this
 * search.
 */
import { all, answered, gate, none, of, some } from 'openstack-gates/gate'

const test = gate('vault-keys-off-argv').extend('sweep', { scope: 'file' }, async ({ vault, units }) => vault.commandLines(units))

test.saw('every vault unit and the jumphost answered', ({ sweep, units }) =>
  all(some(units, 'no unit runs vault'), answered({ asked: sweep.units, silent: sweep.silent }, 'machine', 'no machine was asked')),
)

test.saw('their command lines can be read from this account', ({ sweep }) => {
  const blind = sweep.seen
    .filter(({ readable }) => readable === 0)
    .map(({ unit }) => ({ at: unit, saw: 'hides the processes of others (hidepid)' }))
  return none(blind, of(sweep.seen, 'machine'), 'does not show what runs on it')
})

test('no unseal key is on a command line', ({ sweep }) => {
  const exposed = sweep.seen
    .filter(({ withKey }) => withKey > 0)
    .map(({ unit, withKey }) => ({ at: unit, saw: `processes that run "vault operator unseal" with a key as argument: ${withKey}` }))
  return none(exposed, of(sweep.seen, 'machine'), 'shows an unseal key')
})
