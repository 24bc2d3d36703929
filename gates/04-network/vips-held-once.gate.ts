/**
 * A VIP with two holders answers from either, with none from nobody, and the cluster that hands it out may believe otherwise. So each unit is
 * asked what is on its own interfaces, and whom it still sees.
 */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('vips-held-once').extend('sweep', { scope: 'file' }, async ({ hacluster }) => hacluster.vips())

test.saw('applications have VIPs, and units to hold them', ({ sweep }) => {
  const without = [...sweep.unitsOf].filter(([, units]) => units.length === 0).map(([at]) => ({ at, saw: 'has a VIP and no unit' }))
  expect(sweep.vips.length, 'no application has a vip setting').toBeGreaterThan(0)
  expect(without, `${without.length} of ${sweep.unitsOf.size} applications with a VIP have no unit`).toEqual([])
})

test.saw('every unit that may hold one answered', ({ sweep }) => {
  expect(sweep.silent, `${sweep.silent.length} of ${sweep.units.length} units did not tell`).toEqual([])
})

test('every VIP is on exactly one unit', ({ sweep }) => {
  const told = new Set(sweep.seen.map((one) => one.unit))
  const wrong = sweep.vips.flatMap(({ application, address }) => {
    const holders = sweep.seen.filter((one) => one.addresses.includes(address)).map((one) => one.unit)
    const units = sweep.unitsOf.get(application) ?? []
    if (holders.length > 1) return [{ at: application, saw: `${address} is on ${holders.join(' and ')}` }]
    // Whom nobody asked may hold it.
    return holders.length === 0 && units.every((unit) => told.has(unit)) && units.length > 0
      ? [{ at: application, saw: `${address} is on none of ${units.join(', ')}` }]
      : []
  })
  expect(wrong, `${wrong.length} of ${sweep.vips.length} VIPs are not held once`).toEqual([])
})

test('every unit sees its whole cluster', ({ sweep }) => {
  const gone = sweep.seen.flatMap(({ unit, cluster }) => [
    ...(cluster.hasQuorum ? [] : [{ at: unit, saw: 'has no quorum' }]),
    ...cluster.nodes
      .filter((node) => !node.isOnline)
      .map(({ name }) => ({
        at: unit,
        saw: `sees ${name} offline${sweep.hostnames.has(name) ? '' : ', a node left over: no machine has that name'}`,
      })),
  ])
  const units = new Set(gone.map((one) => one.at)).size
  expect(gone, `${units} of ${sweep.seen.length} units do not see their whole cluster`).toEqual([])
})
