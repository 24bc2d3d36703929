/** A valid file is no proof: haproxy reads it and its certificates when it starts, and never again. So times are compared, by the unit's own clock. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  readonly slackS: number
}

const test = gate<Want>('haproxy-runs-its-config').extend('sweep', { scope: 'file' }, async ({ haproxy, units }) => haproxy.loads(units))

test.saw('every unit that runs haproxy answered', ({ sweep }) => {
  expect(sweep.units.length, 'no unit of this model runs haproxy').toBeGreaterThan(0)
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.units.length} units did not tell`).toEqual([])
})

test.saw('haproxy runs on every unit', ({ sweep }) => {
  const without = sweep.seen.filter((one) => one.since === undefined).map(({ unit }) => ({ at: unit, saw: 'no haproxy runs' }))
  expect(without, `${without.length} of ${sweep.seen.length} units run no haproxy to compare with`).toEqual([])
})

test('every haproxy has read its configuration and certificates as they are', ({ sweep, want }) => {
  const time = (date: Date) => date.toISOString().slice(0, 19).replace('T', ' ')
  const stale = sweep.seen.flatMap(({ unit, since, files }) =>
    since === undefined
      ? []
      : files
          .filter(({ changed }) => changed.getTime() > since.getTime() + want.slackS * 1000)
          .map(({ path, changed }) => ({ at: unit, saw: `${path} changed ${time(changed)} UTC, haproxy read it ${time(since)}` })),
  )
  const units = new Set(stale.map((one) => one.at)).size
  expect(stale, `${units} of ${sweep.seen.length} haproxys run with something older: reload them`).toEqual([])
})
