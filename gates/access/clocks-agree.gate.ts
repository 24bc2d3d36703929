/**
 * With a wrong clock, gates misjudge certificates, tokens and ages, and offer fixes that do harm. One clock per machine is compared, since containers
 * share their machine's clock. When most other clocks disagree with this machine's clock, no gate judges by this machine's clock.
 */
import { gate, holds, none, notApplicable, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The most seconds by which two clocks may differ. A clock is read in whole seconds. */
  clockSkewS: z.number().min(5),
})

const file = { scope: 'file' } as const
const test = gate('clocks-agree', want)
  .extend('seen', file, async ({ clocks, units }) => {
    const seen = await clocks.read(units)
    // `keystone` says why Keystone's clock could not be read. If there is no unit to ask either, no clock is left to compare. During a deploy, it is
    // normal that both are missing.
    if (units.length === 0 && seen.keystone !== undefined)
      throw notApplicable(`no selected gate asks a machine; Keystone: ${seen.keystone}`)
    return seen
  })
  .extend('opinion', file, ({ clocks, seen, want }) => clocks.opinionOf(seen.readings, want.clockSkewS))
  .extend('ours', file, ({ clocks, seen, opinion }) => clocks.trusted(seen.readings, opinion))

test.saw('Juju knows units', ({ seen: { unitsKnown } }) => some(unitsKnown, 'the model has no unit'))

test.saw('every unit said what time it is', ({ seen: { asked, silent } }) => none(silent, of(asked, 'unit'), 'did not answer'))

test.saw('the other clocks do not show that this machine’s clock is wrong', ({ ours }) => holds(ours === undefined, ''))

test.saw('every clock answered fast enough to be compared', ({ seen: { readings }, opinion: { unclear } }) => {
  const slow = unclear.map(({ at, leastS, mostS }) => ({ at, saw: `took ${Math.round(mostS - leastS)} s to answer` }))
  return none(slow, of(readings, 'clock'), 'took too long to answer')
})

test.saw('it is known which clocks are wrong', ({ opinion: { off, wrong }, clocks }) => {
  const either =
    wrong === 'nobody' ? off.map((one) => ({ at: one.at, saw: clocks.offText(one), fix: one.fix ?? 'timedatectl status' })) : []
  return none(either, of(either, 'clock'), 'contradicts this machine’s, and nothing says which is wrong')
})

test('every clock agrees with this machine’s', ({ seen: { readings }, opinion: { off, wrong }, clocks }) => {
  const theirs =
    wrong === 'theirs' ? off.map((one) => ({ at: one.at, saw: clocks.offText(one), ...(one.fix ? { fix: one.fix } : {}) })) : []
  return none(theirs, of(readings, 'clock'), 'is off')
})
