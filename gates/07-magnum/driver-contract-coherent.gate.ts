/**
 * The driver asks for each kind in a version of its own. One that the API does not serve is answered 404, which the driver takes for "not
 * found": a cluster in perfect health is then reported UNHEALTHY for ever. So what it would ask is held against what is served.
 */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('driver-contract-coherent').extend('seen', { scope: 'file' }, async ({ magnum, kube, units }) => {
  const contracts = await magnum.contractsOf(units)
  const asks = contracts.seen.flatMap(({ unit, asks = [] }) => asks.map((one) => ({ unit, ...one })))
  const groups = [...new Set(asks.map((one) => one.group))]
  const served = new Map(await Promise.all(groups.map(async (group) => [group, await kube.servedIn(group)] as const)))
  const versions = (group: string, plural: string) => served.get(group)?.get(plural) ?? []
  return { contracts, asks: asks.map((one) => ({ ...one, served: versions(one.group, one.plural) })) }
})

test.saw('every conductor tells its driver and its settings', ({ seen }) => {
  const unknown = seen.contracts.seen
    .filter(({ asks }) => asks === undefined)
    .map(({ unit, driver }) => ({
      at: unit,
      saw: driver.version === undefined ? 'has no magnum-capi-helm' : `what magnum-capi-helm ${driver.version} asks for is not known here`,
    }))
  expect(seen.contracts.units.length, 'no unit runs magnum').toBeGreaterThan(0)
  expect(
    [...seen.contracts.silent, ...unknown],
    `${seen.contracts.silent.length + unknown.length} of ${seen.contracts.units.length} did not tell`,
  ).toEqual([])
})

test('api_resources can be read by the driver', ({ seen }) => {
  const broken = seen.contracts.seen.flatMap(({ unit, settings: { apiResources } }) =>
    apiResources && 'fault' in apiResources ? { at: unit, saw: apiResources.fault } : [],
  )
  expect(broken, `${broken.length} of ${seen.contracts.seen.length} conductors cannot load their driver`).toEqual([])
})

test('the API serves every kind in the version the driver asks for', ({ seen }) => {
  const asked = seen.asks.filter((one) => one.addOn === undefined)
  const missing = asked.filter((one) => !one.served.includes(one.version)).map(missed)
  expect(missing, `${missing.length} of ${asked.length} kinds are asked for in a version that is not served`).toEqual([])
})

test('the API serves the kinds of an add-on provider', ({ seen }) => {
  const bare = seen.contracts.seen.flatMap(({ unit }) => {
    const addOns = seen.asks.filter((one) => one.unit === unit && one.addOn !== undefined)
    const whole = (name: string | undefined) => addOns.filter((one) => one.addOn === name).every((one) => one.served.includes(one.version))
    return addOns.length === 0 || addOns.some((one) => whole(one.addOn))
      ? []
      : addOns.filter((one) => !one.served.includes(one.version)).map(missed)
  })
  expect(bare, `${new Set(bare.map((one) => one.at)).size} conductors find no add-ons`).toEqual([])
})

function missed(one: { unit: string; kind: string; group: string; version: string; plural: string; served: readonly string[] }) {
  const served = one.served.length === 0 ? `${one.plural} not at all` : `${one.plural} in ${one.served.join(', ')}`
  return { at: one.unit, saw: `${one.kind}: the driver asks for ${one.group}/${one.version}, the API serves ${served}` }
}
