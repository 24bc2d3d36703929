/** One unit that cannot be reached shows here once, by name and reason, instead of in every gate that asks it. */
import { expect, gate } from 'openstack-gates/gate'

/** These are facts about a unit. What this machine lacks, such as a pinned key, a credential or time, is none. */
const itsOwn = new Set(['unreachable', 'timeout', 'untrusted'])

const test = gate('units-reachable-by-ssh').extend('greetings', { scope: 'file' }, async ({ host, units }) => host.greet(units))

test.saw('there are units to ask', ({ greetings }) => {
  expect(greetings.length, 'no unit matches what the selected gates ask').toBeGreaterThan(0)
})

test.saw('this machine has what it takes to ask them', ({ greetings }) => {
  const blind = greetings.flatMap(({ unit, why }) => (why && !itsOwn.has(why.kind) ? [{ unit, ...why }] : []))
  // one remedy for many units, or one lack of time, is one finding
  const alike = Map.groupBy(blind, ({ kind, message, remedy }) => (kind === 'not-pinned' ? remedy : kind === 'not-asked' ? kind : message))
  const findings = [...alike.values()].flatMap(([first, ...others]) =>
    first ? [{ at: `${first.unit}${others.length > 0 ? ` and ${others.length} more` : ''}`, saw: first.message, fix: first.remedy }] : [],
  )
  expect(findings, `${blind.length} of ${greetings.length} units could not be asked from here`).toEqual([])
})

test('every unit answers with its pinned host key', ({ greetings }) => {
  const silent = greetings
    .filter(({ why }) => why && itsOwn.has(why.kind))
    .map(({ unit, why }) => ({ at: unit, saw: why?.message, fix: why?.remedy }))
  expect(silent, `${silent.length} of ${greetings.length} units do not answer`).toEqual([])
})
