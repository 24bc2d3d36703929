/** A host that swaps looks dead to Juju and OVN, and later like one that rebooted. Its journal knows better: who was killed, which database connections were given up, and when it really booted. */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  /** How far back is looked; a boot after that ends it. */
  readonly days: number
  /** So many connections may be given up in that time: restarts and updates make some. */
  readonly inactivity: number
}

const test = gate<Want>('no-recent-oom').extend('sweep', { scope: 'file' }, async ({ host, units, now, want }) => {
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

test.saw('every host shows its journal', ({ sweep }) => {
  expect(sweep.units.length, 'the model has no machine').toBeGreaterThan(0)
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.units.length} hosts did not tell`).toEqual([])
})

test.saw('the journals go back far enough', ({ sweep, want }) => {
  const short = sweep.seen
    .filter(({ isShort }) => isShort)
    .map(({ unit, since }) => ({ at: unit, saw: `${since}, and the host has run for longer` }))
  expect(short, `${short.length} of ${sweep.units.length} journals reach neither the boot nor ${want.days} days back`).toEqual([])
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
  expect(killed, `${killed.length} of ${sweep.units.length} hosts killed processes for want of memory`).toEqual([])
})

test('nothing ran into a limit of its own', ({ sweep }) => {
  const killed = sweep.seen.flatMap(({ unit, kills }) => {
    const own = kills.filter(({ isOfGroup }) => isOfGroup)
    return own.length === 0
      ? []
      : [{ at: unit, saw: `killed ${named(own.map(({ process }) => process))} at the limit of a container or service, not of the host` }]
  })
  expect(killed, `${killed.length} of ${sweep.units.length} hosts have something with too low a limit`).toEqual([])
})

test('no host stopped answering its databases', ({ sweep, want }) => {
  const storms = sweep.seen
    .filter(({ inactivity }) => inactivity.length > want.inactivity)
    .map(({ unit, inactivity, since }) => ({
      at: unit,
      saw: `gave up ${inactivity.length} connections of Open vSwitch, last on ${inactivity.at(-1)?.toISOString().slice(0, 16)}Z; ${since}`,
    }))
  expect(storms, `${storms.length} of ${sweep.units.length} hosts were too busy to answer: swapping looks like this`).toEqual([])
})
