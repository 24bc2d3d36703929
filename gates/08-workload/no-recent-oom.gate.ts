/** A host that swaps looks dead to Juju and OVN, and later as if it had rebooted. Its journal shows what really happened. */
import { answered, gate, none, of, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** How far back the journal is read; a more recent boot shortens this. */
  days: z.number().positive(),
  /**
   * How often, within `days`, Open vSwitch or OVN on one host may give up a connection because the other end did not answer. Restarts and updates
   * cause some of these.
   */
  inactivity: z.int().nonnegative(),
})

const test = gate('no-recent-oom', want).extend('sweep', { scope: 'file' }, async ({ host, units, now, want }) => {
  const from = new Date(now.getTime() - want.days * 86_400_000)
  const sweep = await host.journals(units)
  const seen = sweep.seen.map(({ unit, booted, begins, kills, inactivity }) => ({
    unit,
    since:
      booted === undefined ? `its journal begins ${begins.toISOString().slice(0, 10)}` : `booted ${booted.toISOString().slice(0, 16)}Z`,
    isShort: booted === undefined && begins > from,
    kills: kills.filter(({ at }) => at >= from),
    inactivity: inactivity.filter((at) => at >= from),
  }))
  return { ...sweep, seen }
})

test.saw('every host shows its journal', ({ sweep: { units, silent } }) =>
  answered({ asked: units, silent }, 'host', 'the model has no machine'),
)

test.saw('the journals go back far enough', ({ sweep, want }) => {
  const short = sweep.seen
    .filter(({ isShort }) => isShort)
    .map(({ unit, since }) => ({ at: unit, saw: `${since}, but the host booted before that` }))
  return none(
    short,
    of(sweep.units, 'journal'),
    `is too short: a journal must go back ${want.days} days, or to the host’s boot if that was later`,
  )
})

/** `qemu-system-x86 (2), mysqld` */
function named(processes: readonly string[]): string {
  const counted = [...new Set(processes)].map((name) => [name, processes.filter((one) => one === name).length] as const)
  return counted.map(([name, times]) => (times === 1 ? name : `${name} (${times})`)).join(', ')
}

test('no host ran out of memory', ({ sweep }) => {
  const killed = sweep.seen.flatMap(({ unit, kills, since }) => {
    const own = kills.filter(({ isOfGroup }) => !isOfGroup)
    const last = own.at(-1)
    return last
      ? [{ at: unit, saw: `killed ${named(own.map(({ process }) => process))}, last on ${last.at.toISOString().slice(0, 16)}Z; ${since}` }]
      : []
  })
  return none(killed, of(sweep.units, 'host'), 'ran out of memory and killed processes')
})

test('nothing ran into a limit of its own', ({ sweep }) => {
  const killed = sweep.seen.flatMap(({ unit, kills }) => {
    const own = kills.filter(({ isOfGroup }) => isOfGroup)
    return own.length === 0
      ? []
      : [{ at: unit, saw: `killed ${named(own.map(({ process }) => process))} at the limit of a container or service, not of the host` }]
  })
  return none(killed, of(sweep.units, 'host'), 'runs a container or service whose memory limit is too low')
})

test('no host stopped answering its databases', ({ sweep, want }) => {
  const storms = sweep.seen
    .filter(({ inactivity }) => inactivity.length > want.inactivity)
    .map(({ unit, inactivity, since }) => ({
      at: unit,
      saw: `closed ${inactivity.length} connections of Open vSwitch or OVN because the other end did not answer, last on ${inactivity.at(-1)?.toISOString().slice(0, 16)}Z; ${since}`,
    }))
  return none(storms, of(sweep.units, 'host'), 'was too busy to answer, which is typical of swapping')
})
