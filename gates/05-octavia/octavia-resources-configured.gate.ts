/**
 * Juju stops waiting for this action long before it is done, so what it left behind is what counts. While a run is under way nothing of it
 * is judged, and what comes up by itself afterwards is waited for: neither is a reason to fire another.
 */
import { expect, gate } from 'openstack-gates/gate'

interface Want {
  /** The name that the charm gives the amphorae's network. */
  readonly network: string
  /** How long the units' own ports may take to come up after a run. */
  readonly settlingS: number
}

const test = gate<Want>('octavia-resources-configured').extend('setup', { scope: 'file' }, async ({ octavia, want, now, site }) => {
  const made = await octavia.setup(want.network, now)
  const show = (id: number | string | undefined) => `juju show-operation -m ${site.juju.model} ${id}`
  const { latest, networks } = made
  const isUnderWay = ['pending', 'running', 'aborting'].includes(latest?.status ?? '')
  const sinceRunS = latest?.ended ? (now.getTime() - latest.ended.getTime()) / 1000 : Number.POSITIVE_INFINITY
  const unplugged = made.units.flatMap(({ unit, said, ageS, port }) => {
    const isNetworkDown = said.includes('Virtual network for access to Amphorae is down')
    if ((!isNetworkDown && port?.status === 'ACTIVE') || networks.length === 0 || isUnderWay) return []
    const saw = isNetworkDown ? said : port ? `its health manager port ${port.id} is ${port.status}` : 'it has no health manager port'
    return [{ at: unit, saw, isFresh: sinceRunS < want.settlingS || (isNetworkDown && (ageS ?? want.settlingS) < want.settlingS) }]
  })
  return { ...made, isUnderWay, unplugged, fix: show(latest?.id) }
})

test.saw('every octavia unit tells how it is, and Neutron what it has', ({ setup }) => {
  const silent = setup.units.filter(({ state }) => state === undefined).map(({ unit, said }) => ({ at: unit, saw: said }))
  expect(setup.units.length, 'this model has no unit of octavia').toBeGreaterThan(0)
  expect(setup.networksSeen, 'Neutron lists no network at all').toBeGreaterThan(0)
  expect(silent, `${silent.length} of ${setup.units.length} units do not tell`).toEqual([])
})

test.saw('no run of configure-resources is under way', ({ setup }) => {
  const { application, latest, isUnderWay } = setup
  const saw = `operation ${latest?.id} is ${latest?.status}: wait for it, and fire no other`
  expect(isUnderWay ? [{ at: application, saw, fix: setup.fix }] : [], 'a run is under way').toEqual([])
})

test.saw('what a run has just made has come up', ({ setup }) => {
  const fresh = setup.unplugged.filter(({ isFresh }) => isFresh)
  const waiting = fresh.map(({ at, saw }) => ({ at, saw: `${saw}: this comes up by itself, look again soon` }))
  expect(waiting, `${waiting.length} of ${setup.units.length} units are not plugged in yet`).toEqual([])
})

test('the latest run of configure-resources did not fail', ({ setup }) => {
  const { application, latest, isUnderWay } = setup
  const isWell = latest === undefined || isUnderWay || latest.status === 'completed'
  const saw = `operation ${latest?.id} is ${latest?.status}: ${latest?.reasons.join('; ') || 'it gave no reason'}`
  expect(isWell ? [] : [{ at: application, saw, fix: setup.fix }], 'the last run failed').toEqual([])
})

test('no unit is blocked', ({ setup }) => {
  const { units, unplugged, isUnderWay } = setup
  const judged = isUnderWay ? [] : units.filter(({ unit }) => !unplugged.some(({ at }) => at === unit))
  const blocked = judged.filter(({ state }) => state === 'blocked' || state === 'error').map(({ unit, said }) => ({ at: unit, saw: said }))
  expect(blocked, `${blocked.length} of ${units.length} units are blocked`).toEqual([])
})

test('the network is there once, with a subnet', ({ setup, want }) => {
  const { networks, isUnderWay } = setup
  const bare = networks.filter(({ cidrs }) => cidrs.length === 0).map(({ id }) => ({ at: want.network, saw: `${id} has no subnet` }))
  const saw = networks.length === 0 ? 'there is no such network' : `there are ${networks.length} of this name`
  const wrong = networks.length === 1 ? bare : [{ at: want.network, saw }]
  expect(isUnderWay ? [] : wrong, 'the amphorae have no network of their own').toEqual([])
})

test('the health manager of every unit is plugged into it', ({ setup }) => {
  const { units, unplugged } = setup
  const lasting = unplugged.filter(({ isFresh }) => !isFresh).map(({ at, saw }) => ({ at, saw }))
  expect(lasting, `${lasting.length} of ${units.length} units cannot hear their amphorae`).toEqual([])
})
