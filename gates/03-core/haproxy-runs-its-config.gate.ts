/**
 * haproxy reads its configuration file and its certificates only when it starts. So this gate compares the start of haproxy with the times when the
 * files changed, all by the unit's own clock.
 */
import { answered, gate, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /**
   * A file that changed up to this many seconds after haproxy's start still counts as read, because ps shows the start
   * up to two seconds early.
   */
  slackS: z.number().nonnegative(),
})

const test = gate('haproxy-runs-its-config', want).extend('sweep', { scope: 'file' }, async ({ haproxy, units }) => haproxy.loads(units))

const time = (date: Date) => date.toISOString().slice(0, 19).replace('T', ' ')

test.saw('every unit that runs haproxy answered', ({ sweep: { units, silent } }) =>
  answered({ asked: units, silent }, 'unit', 'no unit of this model runs haproxy'),
)

test.saw('haproxy runs on every unit', ({ sweep: { seen } }) => {
  const without = seen.filter((one) => one.since === undefined).map(({ unit }) => ({ at: unit, saw: 'no haproxy runs' }))
  return none(without, of(seen, 'unit'), 'has no haproxy to compare with')
})

test.saw('every haproxy started in the past', ({ sweep: { seen }, now, want }) => {
  const ahead = seen.flatMap(({ unit, since }) =>
    since === undefined || since.getTime() <= now.getTime() + want.slackS * 1000
      ? []
      : [
          {
            at: unit,
            saw: `ps says that haproxy started at ${time(since)} UTC, but the time now is ${time(now)}: the unit’s clock is wrong`,
          },
        ],
  )
  return none(ahead, of(seen, 'haproxy', 'haproxys'), 'has a start that lies in the future')
})

test('every haproxy runs with the configuration of its unit', ({ sweep: { seen } }) => {
  const other = seen.flatMap(({ unit, otherConfigs }) => otherConfigs.map((path) => ({ at: unit, saw: `runs with ${path}` })))
  return none(other, of(seen, 'haproxy', 'haproxys'), 'has another configuration', { count: new Set(other.map((one) => one.at)).size })
})

test('one haproxy runs on every unit', ({ sweep: { seen } }) => {
  const twice = seen.flatMap(({ unit, besides }) =>
    besides.map((started) => ({
      at: unit,
      saw: `a second haproxy, started ${time(started)} UTC, serves as well, with the files as they were at its start`,
    })),
  )
  return none(twice, of(seen, 'haproxy', 'haproxys'), 'is not alone', { count: new Set(twice.map((one) => one.at)).size })
})

test('every haproxy has read the newest version of its configuration and certificates', ({ sweep: { seen }, want }) => {
  const stale = seen.flatMap(({ unit, since, files }) =>
    since === undefined
      ? []
      : files
          .filter(({ changed }) => changed.getTime() > since.getTime() + want.slackS * 1000)
          .map(({ path, changed }) => ({ at: unit, saw: `${path} changed ${time(changed)} UTC, haproxy read it ${time(since)}` })),
  )
  return none(stale, of(seen, 'haproxy', 'haproxys'), 'has not read its files since they changed', {
    count: new Set(stale.map((one) => one.at)).size,
  })
})
