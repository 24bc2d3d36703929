/**
 * An address that two owners believe is theirs answers from either. The machine that holds a VIP lists it too, so only a primary address,
 * or an address on a machine without a unit of the VIP's own application, is a collision.
 */
import { expect, gate } from 'openstack-gates/gate'

const test = gate('vip-primary-collision').extend('plan', { scope: 'file' }, async ({ juju, site }) => {
  const [vips, addresses] = await Promise.all([juju.vips(), juju.addresses()])
  return { vips, ...addresses, reserve: (network = '') => reserveCommand(site.networks[network]?.vips, site.maas?.profile) }
})

test.saw('applications have VIPs', ({ plan }) => {
  expect(plan.vips.length, 'no application has a vip setting').toBeGreaterThan(0)
})

test.saw('every machine and unit has an address to compare', ({ plan }) => {
  const without = plan.without.map(({ owner, why }) => ({ at: owner, saw: why }))
  expect(without, `${without.length} have no address`).toEqual([])
})

test('no VIP is an address of somebody else', ({ plan }) => {
  const taken = plan.vips.flatMap((vip) =>
    plan.held
      .filter((one) => one.address === vip.address && (one.primary || !one.applications.includes(vip.application)))
      .map((one) => ({
        at: one.owner,
        saw: `${vip.address}, the VIP of ${vip.application}, is ${one.primary ? 'the primary' : 'an'} address of ${[one.owner, ...one.units].join(', ')}`,
        fix: plan.reserve(vip.network),
      })),
  )
  expect(taken, `${taken.length} of ${plan.vips.length} VIPs collide`).toEqual([])
})

/** What keeps MAAS from handing out the block again; absent where the site names no block for that network, or no MAAS. */
function reserveCommand(
  block: { readonly from: string; readonly to: string } | undefined,
  profile: string | undefined,
): string | undefined {
  return profile === undefined
    ? undefined
    : block && `maas ${profile} ipranges create type=reserved start_ip=${block.from} end_ip=${block.to} comment=VIPs`
}
