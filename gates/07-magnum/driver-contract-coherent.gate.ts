/**
 * The driver asks the API for each kind in one version. If the API does not serve that version, the driver takes the 404 for "not found". If the
 * driver does not understand that version, it misreads the answer. Either way a healthy cluster stays UNHEALTHY. So the versions asked for are
 * compared with those that the API serves, and with those that the driver's release can read.
 */
import { answered, gate, none, of, z } from 'openstack-gates/gate'

const test = gate('driver-contract-coherent', z.strictObject({})).extend('seen', { scope: 'file' }, async ({ magnum, kube, units }) => {
  const contracts = await magnum.contractsOf(units)
  const asks = contracts.seen.flatMap(({ unit, asks = [] }) => asks.map((one) => ({ unit, ...one })))
  const groups = [...new Set(asks.map((one) => one.group))]
  const served = new Map(await Promise.all(groups.map(async (group) => [group, await kube.servedIn(group)] as const)))
  const versions = (group: string, plural: string) => served.get(group)?.get(plural) ?? []
  return { contracts, asks: asks.map((one) => ({ ...one, served: versions(one.group, one.plural) })) }
})

test.saw('every conductor’s unit answered', ({ seen: { contracts } }) =>
  answered({ asked: contracts.units, silent: contracts.silent }, 'unit', 'no unit runs magnum'),
)

test.saw('the API versions that every conductor’s driver asks for are known', ({ seen: { contracts } }) => {
  const unknown = contracts.seen
    .filter(({ asks }) => asks === undefined)
    .map(({ unit, driver }) => ({
      at: unit,
      saw:
        driver.version === undefined
          ? 'does not have magnum-capi-helm'
          : `it is not known which API versions magnum-capi-helm ${driver.version} asks for`,
    }))
  return none(unknown, of(contracts.seen, 'conductor'), 'cannot be judged')
})

test('api_resources can be read by the driver', ({ seen }) => {
  const broken = seen.contracts.seen.flatMap(({ unit, settings: { apiResources } }) =>
    apiResources && 'fault' in apiResources ? { at: unit, saw: apiResources.fault } : [],
  )
  return none(broken, of(seen.contracts.seen, 'conductor'), 'cannot load its driver')
})

test('the API serves every kind in the version the driver asks for', ({ seen }) => {
  const asked = seen.asks.filter((one) => one.addOn === undefined)
  const missing = asked.filter((one) => !one.served.includes(one.version)).map(missed)
  return none(missing, of(asked, 'kind'), 'is asked for in a version that is not served')
})

test('the driver understands every version that it asks for', ({ seen }) => {
  const asked = seen.asks.filter((one) => one.understands !== undefined)
  const strange = asked
    .filter((one) => !one.understands?.includes(one.version))
    .map(({ unit, kind, group, version, understands = [] }) => ({
      at: unit,
      saw: `${kind}: api_resources asks for ${group}/${version}, and this driver reads the status of ${understands.at(-1)} only: every cluster stays UNHEALTHY`,
    }))
  return none(strange, of(asked, 'kind'), 'is set in api_resources to a version that the driver cannot read')
})

test('the API serves the kinds of an add-on provider', ({ seen }) => {
  const bare = seen.contracts.seen.flatMap(({ unit }) => {
    const addOns = seen.asks.filter((one) => one.unit === unit && one.addOn !== undefined)
    const whole = (name: string | undefined) => addOns.filter((one) => one.addOn === name).every((one) => one.served.includes(one.version))
    return addOns.length === 0 || addOns.some((one) => whole(one.addOn))
      ? []
      : addOns.filter((one) => !one.served.includes(one.version)).map(missed)
  })
  return none(bare, of(seen.contracts.seen, 'conductor'), 'finds no add-ons', { count: new Set(bare.map((one) => one.at)).size })
})

function missed(one: { unit: string; kind: string; group: string; version: string; plural: string; served: readonly string[] }) {
  const served = one.served.length === 0 ? `does not serve ${one.plural}` : `serves ${one.plural} in ${one.served.join(', ')}`
  return { at: one.unit, saw: `${one.kind}: the driver asks for ${one.group}/${one.version}, and the API ${served}` }
}
