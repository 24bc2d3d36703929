/**
 * An API answers even while the daemons behind it are dead. So each service's own list of its daemons is read; Octavia keeps none. A daemon that a
 * person switched off is only noted; a daemon that its service switched off has failed. An entry may outlive its daemon, for example when a unit was
 * removed or an upgrade dropped the program. Then nothing is broken.
 */
import { answered, gate, none, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** Services whose list of daemons may be empty at this site, by their type in the catalogue: for example `network` where Neutron has no agents. */
  withoutDaemons: z.array(z.string()),
  /**
   * The daemons that a service cannot work without, by its type in the catalogue: `compute: [nova-scheduler, …]`. They are named here because a
   * daemon that has never reported is missing from the service's own list.
   */
  kinds: z.record(z.string(), z.array(z.string())),
})

const test = gate('openstack-services-up', want)
  .extend('sweep', { scope: 'file' }, ({ daemons }) => daemons.sweep())
  .extend('all', { scope: 'file' }, ({ sweep }) =>
    sweep.seen.flatMap(({ service, daemons }) =>
      daemons.map((one) => ({ ...one, service, at: one.host === '' ? one.name : `${one.name} on ${one.host}` })),
    ),
  )

test.saw('every service that lists its own daemons answered', ({ sweep }) =>
  answered(
    { asked: sweep.seen.length + sweep.silent.length, silent: sweep.silent },
    'service',
    'the catalogue has no service that keeps a list of its daemons',
  ),
)

test.saw('every list has a daemon', ({ sweep, want }) => {
  const empty = sweep.seen
    .filter(({ service, daemons }) => daemons.length === 0 && !want.withoutDaemons.includes(service))
    .map(({ service }) => ({ at: service, saw: 'lists no daemon at all', fix: showOf(service) }))
  return none(empty, of(sweep.seen, 'service'), 'lists nothing')
})

test.saw('every list has what its service cannot work without', ({ sweep, want }) => {
  const lists = sweep.seen.filter(({ daemons }) => daemons.length > 0)
  const missing = lists.flatMap(({ service, daemons }) =>
    (want.kinds[service] ?? [])
      .filter((kind) => !daemons.some(({ name }) => name === kind))
      .map((kind) => ({ at: service, saw: `lists no ${kind}`, fix: showOf(service) })),
  )
  return none(missing, of(lists, 'service'), 'lists less than it needs', { count: new Set(missing.map(({ at }) => at)).size })
})

test.saw('every state is one that its service is known to report', ({ all }) => {
  const unheard = all.flatMap(({ at, service, state, status }) =>
    [state, status]
      .filter((one) => one?.is === 'unheard')
      .map((one) => ({ at, saw: `is ${one?.word}, which ${service} is not known to report` })),
  )
  return none(unheard, of(all, 'daemon'), 'is in an unknown state')
})

test('no daemon is both switched on and down', ({ all }) => {
  const down = all
    .filter(({ isEnabled, state, staleBecause }) => isEnabled && state.is === 'bad' && staleBecause === undefined)
    .map(({ at, service, state }) => ({ at, saw: `is ${state.word}: it no longer reports to ${service}`, fix: showOf(service) }))
  const off = all.filter(({ isEnabled, hasGivenUp }) => !isEnabled && !hasGivenUp)
  return none(down, of(all, 'daemon'), 'is down', {
    notes: off.map(({ at, reason, state }) => `${at} is switched off and ${state.word}${reason === undefined ? '' : `: ${reason}`}`),
  })
})

test.advises('no list has an entry of a daemon that is gone for good', ({ all }) => {
  const left = all.flatMap(({ at, service, isEnabled, staleBecause }) =>
    isEnabled && staleBecause !== undefined
      ? [{ at, saw: `no longer reports, and ${staleBecause}: delete the entry from the list of ${service}`, fix: showOf(service) }]
      : [],
  )
  return none(left, of(all, 'daemon'), 'is gone for good')
})

test('nova, Cinder and the like have not switched off a daemon by themselves', ({ all }) => {
  const gaveUp = all
    .filter(({ isEnabled, hasGivenUp }) => !isEnabled && hasGivenUp)
    .map(({ at, service, reason }) => ({ at, saw: `was switched off by ${service} itself: ${reason}`, fix: showOf(service) }))
  return none(gaveUp, of(all, 'daemon'), 'was not switched off by a person')
})

test.saw('a daemon is switched on', ({ all }) =>
  some(
    all.filter(({ isEnabled }) => isEnabled),
    'every daemon is switched off',
  ),
)

test.advises('every kind of daemon has a daemon that was not switched off by hand', ({ all }) => {
  const living = all.filter(({ staleBecause }) => staleBecause === undefined)
  const kinds = [...Map.groupBy(living, ({ service, name }) => `${service}: ${name}`).values()]
  const off = kinds.flatMap((alike) => {
    const [first] = alike
    return first && alike.every(({ isEnabled, hasGivenUp }) => !isEnabled && !hasGivenUp)
      ? [{ at: first.service, saw: `every ${first.name} is switched off (${alike.length} of ${alike.length})`, fix: showOf(first.service) }]
      : []
  })
  return none(off, of(kinds, 'kind of daemon', 'kinds of daemons'), 'is switched off as a whole')
})

function showOf(service: string): string {
  const shows: Readonly<Record<string, string>> = {
    compute: 'openstack compute service list',
    network: 'openstack network agent list',
    'container-infra': 'openstack coe service list',
    orchestration: 'openstack orchestration service list',
  }
  return shows[service] ?? 'openstack volume service list'
}
