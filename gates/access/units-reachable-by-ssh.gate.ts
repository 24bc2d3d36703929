/** One unit that cannot be reached shows here once, by name and reason, instead of in every gate that asks it. */
import { expect, gate } from '../../lib/gate/index.ts'

/** What this machine lacks is no fact about a unit. */
const ours = new Set(['credential', 'missing-tool', 'interrupted', 'guard', 'unrecorded'])

const test = gate('units-reachable-by-ssh').extend('greetings', { scope: 'file' }, async ({ host, units }) => host.greet(units))

test.saw('there are units to ask', ({ greetings }) => {
  expect(greetings.length, 'no unit matches what the selected gates ask').toBeGreaterThan(0)
})

test.saw('this machine has what it takes to ask them', ({ greetings }) => {
  const blind = greetings
    .filter(({ why }) => why && ours.has(why.kind))
    .map(({ unit, why }) => ({ at: unit, saw: why?.message, fix: why?.remedy }))
  expect(blind, `${blind.length} of ${greetings.length} units could not be asked from here`).toEqual([])
})

test('every unit answers with its pinned host key', ({ greetings }) => {
  const silent = greetings
    .filter(({ why }) => why && !ours.has(why.kind))
    .map(({ unit, why }) => ({ at: unit, saw: why?.message, fix: why?.remedy }))
  expect(silent, `${silent.length} of ${greetings.length} units do not answer`).toEqual([])
})
