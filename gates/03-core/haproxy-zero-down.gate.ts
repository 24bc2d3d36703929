/** Juju cannot see haproxy's own verdict: a unit can be active and idle with a server DOWN behind it. So every haproxy is asked directly. */
import { answered, gate, none, of, resumed } from 'openstack-gates/gate'

const test = gate('haproxy-zero-down').extend('sweep', { scope: 'file' }, async ({ haproxy, units, site }) => {
  const { servers, summaries, silent, paused, ...rest } = await haproxy.sweep(units)
  // The charms name a server after its unit: `keystone-1`. Only the action resume starts the services of a paused unit.
  const fixFor = (server: string) => {
    const unit = [...paused].find((one) => one.replace('/', '-') === server)
    return unit === undefined ? undefined : resumed(site.juju.model, unit)
  }
  return {
    ...rest,
    fixFor,
    silent: silent.map((one) =>
      paused.has(one.at) ? { at: one.at, saw: 'haproxy is masked, as in a paused unit', fix: resumed(site.juju.model, one.at) } : one,
    ),
    servers: servers.map((one) => ({ ...one, at: one.unit, saw: `${one.backend}/${one.server} ${one.status.word}` })),
    summaries: summaries.map((one) => ({ ...one, at: one.unit, saw: `${one.proxy} ${one.status.word}` })),
  }
})

test.saw('every unit that runs haproxy answered', ({ sweep: { units, silent } }) =>
  answered({ asked: units, silent }, 'unit', 'no unit of this model runs haproxy'),
)

test.saw('every state is one that haproxy is known to print', ({ sweep: { servers, summaries } }) => {
  const unheard = [...servers, ...summaries].flatMap((one) => {
    const check = 'check' in one && one.check?.is === 'unheard' ? [{ at: one.at, saw: `${one.saw}, check ${one.check.word}` }] : []
    return one.status.is === 'unheard' ? [{ at: one.at, saw: one.saw }] : check
  })
  return none(unheard, of(servers.length + summaries.length, 'row'), 'has a state that no known haproxy prints')
})

test.saw('a health check has spoken for every server', ({ sweep: { servers } }) => {
  const unproven = servers.filter(({ isInService, status, check }) => isInService && (status.is === 'waiting' || check?.is === 'waiting'))
  return none(
    unproven.map(({ at, saw, lastCheck }) => ({ at, saw: `${saw} ${lastCheck}`.trim() })),
    of(servers, 'server'),
    'has not been checked',
  )
})

test.saw('no health check has just begun to fail', ({ sweep: { servers } }) => {
  const failing = servers.filter(({ status, check, isChanging }) => status.is === 'good' && isChanging && check?.is === 'bad')
  return none(
    failing.map(({ at, saw, lastCheck }) => ({ at, saw: `${saw}, ${lastCheck}: look again` })),
    of(servers, 'server'),
    'has begun to fail its health check',
  )
})

test('no server is DOWN', ({ sweep: { servers, fixFor } }) => {
  const down = servers.filter(({ status }) => status.is === 'bad')
  const out = servers.filter(({ status, isInService }) => status.is === 'waiting' && !isInService)
  return none(
    down.map(({ at, saw, lastCheck, server }) => {
      const fix = fixFor(server)
      return { at, saw: lastCheck === '' ? saw : `${saw}, ${lastCheck}`, ...(fix === undefined ? {} : { fix }) }
    }),
    of(servers, 'server'),
    'is DOWN',
    { notes: out.map(({ at, saw }) => `${at}: ${saw}, not DOWN but out of service, for example by hand or because its weight is 0`) },
  )
})

test('no server is UP while its health check fails', ({ sweep: { servers } }) => {
  const failing = servers.filter(({ status, check, isChanging }) => status.is === 'good' && !isChanging && check?.is === 'bad')
  return none(
    failing.map(({ at, saw, lastCheck }) => ({ at, saw: `${saw}, ${lastCheck}` })),
    of(servers, 'server'),
    'is UP although its health check fails',
  )
})

test('every backend has a server in service', ({ sweep: { servers, summaries } }) => {
  const ofBackend = Map.groupBy(servers, ({ at, backend }) => `${at} ${backend}`)
  const down = new Set(summaries.filter((one) => one.of === 'backend' && one.status.is === 'bad').map(({ at, proxy }) => `${at} ${proxy}`))
  const idle = [...ofBackend].flatMap(([key, [first, ...others]]) => {
    const all = first ? [first, ...others] : []
    // A server that is DOWN, or in a state that is not in our list, already has a finding from another claim.
    const isOwnFinding = all.some(({ status }) => status.is === 'bad' || status.is === 'unheard')
    if (!first || isOwnFinding || (all.some((one) => one.isInService) && !down.has(key))) return []
    const states = all.map(
      ({ server, status, isInService }) => `${server} ${status.word}${isInService || status.is !== 'good' ? '' : ' at weight 0'}`,
    )
    return [{ at: first.at, saw: `${first.backend} has no server in service: ${states.join(', ')}` }]
  })
  const serverless = summaries
    .filter(({ at, proxy }) => down.has(`${at} ${proxy}`) && !ofBackend.has(`${at} ${proxy}`))
    .filter((one) => one.of === 'backend')
    .map(({ at, proxy }) => ({ at, saw: `${proxy} has no server in service` }))
  return none([...idle, ...serverless], of(ofBackend.size, 'backend'), 'has no server in service')
})

test('every frontend takes connections', ({ sweep: { summaries } }) => {
  const frontends = summaries.filter((one) => one.of === 'frontend')
  const shut = frontends.filter(({ status }) => status.is === 'bad').map(({ at, saw }) => ({ at, saw }))
  return none(shut, of(frontends, 'frontend'), 'takes no connection')
})
