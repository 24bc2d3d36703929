/**
 * Juju stops waiting for the action configure-resources long before the action is done. So the gate judges what the action makes, such as the network
 * and the ports, once the action has ended and the ports have had time to come up. Until then, do not repeat the action.
 */
import { all, answered, gate, none, notApplicable, nothing, of, some, z } from 'openstack-gates/gate'

const want = z.strictObject({
  /** The name that the charm gives the amphorae's network. */
  network: z.string(),
  /** How long the units' own ports may take to come up after a run of the charm's action. */
  settlingS: z.number().nonnegative(),
})

const test = gate('octavia-resources-configured', want).extend('setup', { scope: 'file' }, async ({ octavia, want, now, site }) => {
  if (!(await octavia.usesAmphorae())) throw notApplicable(withoutAmphorae)
  const made = await octavia.setup(want.network, now)
  const show = (id: number | string | undefined) => `juju show-operation -m ${site.juju.model} ${id}`
  const { latest, networks } = made
  const isUnderWay = latest?.state.is === 'waiting'
  const sinceRunS = latest?.ended ? (now.getTime() - latest.ended.getTime()) / 1000 : Number.POSITIVE_INFINITY
  const unplugged = made.units.flatMap(({ unit, state, said, ageS, port }) => {
    const isNetworkDown = saysNetworkIsDown.some((text) => said.includes(text))
    const isPlugged = port?.status.is === 'good' || port?.status.is === 'unheard'
    if ((!isNetworkDown && isPlugged) || networks.length === 0 || isUnderWay) return []
    const saw = isNetworkDown ? said : port ? `its health manager port ${port.id} is ${port.status.word}` : 'it has no health manager port'
    // A unit that is being added has no port yet. A unit that is being removed may have lost its port already.
    const isChanging = port === undefined && state?.is === 'waiting' && (ageS ?? want.settlingS) < want.settlingS
    const isComing = isChanging || port?.status.is === 'waiting' || (isNetworkDown && (ageS ?? want.settlingS) < want.settlingS)
    return [{ at: unit, saw, isFresh: sinceRunS < want.settlingS || isComing }]
  })
  return { ...made, isUnderWay, unplugged, fix: show(latest?.id) }
})

const withoutAmphorae = 'enable-amphora is false: the charm makes no network for amphorae and plugs no unit into one'

/**
 * Status messages of the charm (charm/openstack/octavia.py). The first shows while the port or o-hm0 is missing, the second while o-hm0 has no
 * address yet.
 */
const saysNetworkIsDown = ['Virtual network for access to Amphorae is down', 'no address on mgmt interface']

test.saw('every octavia unit reports its state, and Neutron lists networks', ({ setup: { units, networksSeen } }) => {
  const silent = units.filter(({ state }) => state === undefined).map(({ unit, said }) => ({ at: unit, saw: said }))
  const reported = answered({ asked: units, silent }, 'unit', 'this model has no unit of octavia')
  return all(reported, some(networksSeen, 'Neutron lists no network at all'))
})

test.saw('no run of configure-resources is under way', ({ setup }) => {
  const { application, latest, isUnderWay } = setup
  const saw = `operation ${latest?.id} is ${latest?.state.word}: wait for it, and do not start another`
  return nothing(isUnderWay ? [{ at: application, saw, fix: setup.fix }] : [], 'a run is under way')
})

test.saw('every state is one that Juju is known to report', ({ setup: { units, latest } }) => {
  const states = [
    ...units.map(({ unit, state }) => ({ at: unit, state })),
    ...(latest === undefined ? [] : [{ at: `operation ${latest.id}`, state: latest.state }]),
  ]
  const unheard = states.flatMap(({ at, state }) => (state?.is === 'unheard' ? [{ at, saw: `is ${state.word}` }] : []))
  return none(unheard, of(states, 'state'), 'is not reported by any known release of Juju')
})

test.saw('every port of a health manager has a status that Neutron is known to report', ({ setup: { units } }) => {
  const ports = units.flatMap(({ unit, port }) => (port ? [{ unit, ...port }] : []))
  const unheard = ports.flatMap(({ unit, id, status }) =>
    status.is === 'unheard' ? [{ at: unit, saw: `port ${id} is ${status.word}` }] : [],
  )
  return none(unheard, of(ports, 'port'), 'has a status that no known release of Neutron reports')
})

test.saw('the ports that the action has just made are up', ({ setup }) => {
  const fresh = setup.unplugged.filter(({ isFresh }) => isFresh)
  const waiting = fresh.map(({ at, saw }) => ({ at, saw: `${saw}: this comes up by itself, look again soon` }))
  return none(waiting, of(setup.units, 'unit'), 'is not plugged in yet')
})

test('the latest run of configure-resources did not fail', ({ setup }) => {
  const { application, latest, hasFailed } = setup
  const saw = `operation ${latest?.id} has status ${latest?.state.word}: ${latest?.reasons.join('; ') || 'it gave no reason'}`
  return nothing(hasFailed ? [{ at: application, saw, fix: setup.fix }] : [], 'the last run failed')
})

test('no unit is blocked', ({ setup }) => {
  const { units, unplugged, isUnderWay } = setup
  const judged = isUnderWay ? [] : units.filter(({ unit }) => !unplugged.some(({ at }) => at === unit))
  const blocked = judged.filter(({ state }) => state?.is === 'bad').map(({ unit, said }) => ({ at: unit, saw: said }))
  return none(blocked, of(units, 'unit'), 'is blocked')
})

test('the network is there once, with a subnet', ({ setup, want }) => {
  const { networks, isUnderWay } = setup
  const bare = networks.filter(({ cidrs }) => cidrs.length === 0).map(({ id }) => ({ at: want.network, saw: `${id} has no subnet` }))
  const several = networks.some(({ isTagged }) => isTagged)
    ? `there are ${networks.length} with the tag charm-octavia: ${networks.map(({ name }) => name).join(' and ')}`
    : `there are ${networks.length} of this name`
  const saw = networks.length === 0 ? 'there is no such network' : several
  const wrong = networks.length === 1 ? bare : [{ at: want.network, saw }]
  return nothing(isUnderWay ? [] : wrong, 'the amphorae have no network of their own')
})

test('the health manager of every unit is plugged into the network of the amphorae', ({ setup }) => {
  const { units, unplugged } = setup
  const lasting = unplugged.filter(({ isFresh }) => !isFresh).map(({ at, saw }) => ({ at, saw }))
  return none(lasting, of(units, 'unit'), 'does not reach its amphorae')
})
