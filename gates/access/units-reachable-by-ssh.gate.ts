/** One unit that cannot be reached shows here once, by name and reason, instead of in every gate that asks it. */
import { gate, none, of, some } from 'openstack-gates/gate'

/**
 * Reasons for silence that concern the unit itself. Most other reasons concern only this machine: it has no pinned key or no credential, or its time
 * ran out.
 */
const itsOwn = new Set(['unreachable', 'timeout', 'untrusted'])

const test = gate('units-reachable-by-ssh').extend('greetings', { scope: 'file' }, async ({ host, units }) => host.greet(units))

test.saw('there are units to ask', ({ greetings }) => some(greetings, 'no unit was found for the selected gates to ask'))

test.saw('this machine had all that it needed to ask every unit', ({ greetings }) => {
  const blind = greetings.flatMap(({ unit, why }) => (why && !itsOwn.has(why.kind) ? [{ unit, ...why }] : []))
  // Three groups of units share a finding each: units of kind `not-pinned` with the same remedy, units of kind `not-asked` with the same root cause (no
  // time left, no way into a network), and all other units with the same message.
  const alike = Map.groupBy(blind, ({ kind, key, message, remedy }) =>
    kind === 'not-pinned' ? remedy : kind === 'not-asked' ? key : message,
  )
  const findings = [...alike.values()].flatMap(([first, ...others]) =>
    first
      ? [
          {
            at: `${first.unit}${others.length > 0 ? ` and ${others.length} more` : ''}`,
            saw: first.message,
            ...(first.remedy === undefined ? {} : { fix: first.remedy }),
          },
        ]
      : [],
  )
  return none(findings, of(greetings, 'unit'), 'could not be asked from here', { count: blind.length })
})

test('every unit answers with its pinned host key', ({ greetings }) => {
  const silent = greetings.flatMap(({ unit, why }) =>
    why && itsOwn.has(why.kind) ? [{ at: unit, saw: why.message, ...(why.remedy === undefined ? {} : { fix: why.remedy }) }] : [],
  )
  return none(silent, of(greetings, 'unit'), 'does not answer')
})
